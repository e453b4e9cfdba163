import type { Address, Hex } from '../../core/chain/block.js';
import type { DetectContext } from '../../core/detect/detector.js';
import type { UnsignedTransaction } from '../../ports/simulator.js';
import type { TokenTrap } from '../facts.js';
import { balanceChangesOf } from '../simulate/balance-changes.js';
import { inspectedFrom } from '../simulate/inspected.js';
import type { SimulatedSteps, SimulationPlace } from '../simulate/simulate-steps.js';

/** Nobody's. */
const BYSTANDER: Address = '0x5afe5afe0000000000000000000000000b057a9d';
const TRANSFER: Hex = '0xa9059cbb';
const MOST_TOKENS = 2;

/** After a swap, what was bought is sent on: to somebody, and to the pool it came from. A token that refuses that, or keeps a fifth of it, cannot be sold as it came. */
export async function trapsOf(
  { base, plan, transactions, facts }: SimulatedSteps,
  own: ReadonlySet<Address>,
  labelsOf: DetectContext['labelsOf'],
  { simulator, block, deadline }: SimulationPlace,
): Promise<readonly TokenTrap[]> {
  const decoded = (base?.steps ?? []).map(({ tx }) => tx.decoded);
  const [pool] = decoded
    .flatMap(({ swaps }) => swaps)
    .map((swap) => swap.pool)
    .slice(-1);
  if (base === null || pool === undefined) return [];
  const bought = balanceChangesOf(decoded.flatMap(({ transfers }) => transfers))
    .filter(({ party, amount, standard, token }) => own.has(party) && amount > 1n && standard === 'erc20' && labelsOf(token).length === 0)
    .slice(0, MOST_TOKENS);
  const traps = await Promise.all(
    bought.map(async ({ party, token, amount }): Promise<TokenTrap | null> => {
      const half = amount / 2n;
      const onward = [BYSTANDER, pool].map((to) => transfer(party, token, to, half));
      const simulation = await deadline
        .within((timeoutMs) => simulator.simulateAll([...transactions, ...onward], plan.base, block, timeoutMs))
        .catch(() => null);
      if (simulation === null || simulation.kind !== 'ran') return null;
      const ran = simulation.runs.slice(transactions.length);
      if (ran.some(({ status }) => status === 'reverted')) return { token, arrives: null };
      const arrived = ran.map((run, i) => {
        const step = onward[i];
        const to = i === 0 ? BYSTANDER : pool;
        const transfers = step === undefined ? [] : inspectedFrom(step, facts, run).decoded.transfers;
        return transfers.reduce((sum, each) => (each.token === token && each.to === to ? sum + each.amount : sum), 0n);
      });
      const least = smallest([...arrived, half]);
      return least * 5n < half * 4n ? { token, arrives: Number((least * 1000n) / half) / 1000 } : null;
    }),
  );
  return traps.flatMap((trap) => (trap === null ? [] : [trap]));
}

function transfer(from: Address, token: Address, to: Address, amount: bigint): UnsignedTransaction {
  return { from, to: token, valueWei: 0n, input: `${TRANSFER}${to.slice(2).padStart(64, '0')}${amount.toString(16).padStart(64, '0')}` };
}

function smallest(amounts: readonly bigint[]): bigint {
  return amounts.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
}
