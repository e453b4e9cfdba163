import type { Address, Hex } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { SimulationBlock, Simulator, UnsignedTransaction } from '../../ports/simulator.js';
import type { Coverage } from '../coverage.js';
import type { Deadline } from '../deadline.js';
import type { DelegationProbe } from '../facts.js';
import { balanceChangesOf } from '../simulate/balance-changes.js';
import { environmentsOn, RICH_WEI } from '../simulate/environments.js';
import { inspectedFrom } from '../simulate/inspected.js';

/** Nobody's: it must only be a stranger to every account. */
const STRANGER: Address = '0x5afe5afe00000000000000000000000000057a9e';
const PAID_WEI = 10n ** 18n;
/** Of the functions that have no known name. */
const MOST_TRIED = 16;
const EMPTY: readonly bigint[] = Array.from({ length: 8 }, () => 0n);

/** EIP-7702: what an account's code is while it delegates; none once it delegates to nobody. */
export function delegationCode(delegate: Address): Hex {
  return delegate === NATIVE ? '0x' : `0xef0100${delegate.slice(2)}`;
}

/** Functions by which accounts are told to act, called to pay the caller all that was paid in. */
const ORDERS: readonly { readonly name: string; readonly selector: Hex; readonly input: (to: Address) => Hex }[] = [
  { name: 'execute(address,uint256,bytes)', selector: '0xb61d27f6', input: (to) => words('0xb61d27f6', to, PAID_WEI, 0x60n, 0n) },
  {
    name: 'executeBatch(address[],uint256[],bytes[])',
    selector: '0x47e1da2a',
    input: (to) => words('0x47e1da2a', 0x60n, 0xa0n, 0xe0n, 1n, to, 1n, PAID_WEI, 1n, 0x20n, 0n),
  },
  {
    name: 'execute((address,uint256,bytes)[])',
    selector: '0x3f707e6b',
    input: (to) => words('0x3f707e6b', 0x20n, 1n, 0x20n, to, PAID_WEI, 0x60n, 0n),
  },
  {
    name: 'executeBatch((address,uint256,bytes)[])',
    selector: '0x34fcd5be',
    input: (to) => words('0x34fcd5be', 0x20n, 1n, 0x20n, to, PAID_WEI, 0x60n, 0n),
  },
  {
    // ERC-7579: a single call, packed.
    name: 'execute(bytes32,bytes)',
    selector: '0xe9ae5c53',
    input: (to) => `${words('0xe9ae5c53', 0n, 0x40n, 52n)}${to.slice(2)}${digits(PAID_WEI)}${'0'.repeat(24)}`,
  },
];

/**
 * Coins are paid to the account while it runs the new code: do they stay? And may a stranger order it to pay? Null where no node could try.
 * Base and another environment are both asked, for code that looks where it runs.
 */
export async function probeDelegation(
  account: Address,
  delegate: Address,
  selectors: ReadonlySet<Hex>,
  place: { readonly chainId: number; readonly simulator: Simulator; readonly block: SimulationBlock; readonly deadline: Deadline },
): Promise<DelegationProbe | null> {
  const { simulator, block, deadline, chainId } = place;
  const overrides = { code: new Map([[account, delegationCode(delegate)]]) };
  const plan = environmentsOn(block, null, RICH_WEI, overrides, 3);
  const pay: UnsignedTransaction = { from: STRANGER, to: account, input: '0x', valueWei: PAID_WEI };
  const run = (txs: readonly UnsignedTransaction[], environment: (typeof plan)['base']) =>
    deadline.within((timeoutMs) => simulator.simulateAll(txs, environment, block, timeoutMs));
  const facts = { chainId, nonce: 0, gasLimit: plan.base.gas, gasPriceWei: null };
  let isTried = false;
  for (const environment of [plan.base, ...plan.others.slice(0, 1)]) {
    const paid = await run([pay], environment);
    const [first] = paid.kind === 'ran' ? paid.runs : [];
    if (first === undefined || first.logs === null) continue;
    isTried = true;
    const changes = balanceChangesOf(inspectedFrom(pay, facts, first).decoded.transfers);
    const gainer = changes.find(
      ({ party, amount, token }) => token === NATIVE && amount * 10n >= PAID_WEI * 9n && party !== account && party !== STRANGER,
    );
    if (gainer !== undefined) return { sweptTo: gainer.party, openTo: null };
  }
  if (!isTried) return null;
  const known = ORDERS.filter(({ selector }) => selectors.has(selector));
  const unknown = [...selectors].filter((selector) => !ORDERS.some((order) => order.selector === selector)).slice(0, MOST_TRIED);
  const tries = [
    ...known.map(({ name, input }) => ({ name, input: input(STRANGER) })),
    // By a name of its own, with nothing said: whoever takes the coins needs no arguments for it.
    ...unknown.map((selector) => ({ name: selector, input: words(selector, ...EMPTY) })),
  ];
  const found = await Promise.all(
    tries.map(async ({ name, input }) => {
      const order: UnsignedTransaction = { from: STRANGER, to: account, input, valueWei: 0n };
      const ordered = await run([pay, order], plan.base);
      const second = ordered.kind === 'ran' ? ordered.runs[1] : undefined;
      if (second === undefined || second.status !== 'succeeded') return null;
      const changes = balanceChangesOf(inspectedFrom(order, facts, second).decoded.transfers);
      const isEmptied = changes.some(({ party, token, amount }) => party === account && token === NATIVE && -amount * 10n >= PAID_WEI * 9n);
      return isEmptied ? name : null;
    }),
  );
  return { sweptTo: null, openTo: found.find((name) => name !== null) ?? null };
}

/** Whether two environments saw what a payment becomes: the required simulations of a delegation. */
export function coverProbes(probes: readonly (DelegationProbe | null)[], coverage: Coverage, why: string, ms: number): void {
  const isSeen = probes.every((probe) => probe !== null);
  for (const check of ['simulation.base', 'simulation.other']) {
    if (isSeen) coverage.ran(check, ms);
    else coverage.failed(check, why, ms);
  }
}

function words(selector: Hex, ...values: readonly (bigint | Address)[]): Hex {
  return `${selector}${values.map((value) => (typeof value === 'bigint' ? digits(value) : value.slice(2).padStart(64, '0'))).join('')}`;
}

function digits(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
