import type { Address, Hex } from '../../core/chain/block.js';
import { type DetectContext, FLAGGED_CATEGORIES } from '../../core/detect/detector.js';
import { messageOf } from '../../core/errors.js';
import type { EnvironmentOutcome, LaterOutcome, Switch } from '../facts.js';
import { balanceChangesOf } from '../simulate/balance-changes.js';
import { exposuresOf } from '../simulate/exposures.js';
import { outcomeOf, type SimulatedSteps, type SimulationPlace, type StepPlan } from '../simulate/simulate-steps.js';

const MOST_CONTRACTS = 3;
const MOST_SLOTS = 10;
const MOST_FLIPS = 12;
/** Modes and counters of states. */
const SMALL = 16n;
/** A truth that Solidity packs behind an address. */
const BEHIND_ADDRESS = 160n;

interface Flip {
  readonly contract: Address;
  readonly slot: Hex;
  readonly word: Hex;
}

/**
 * What was simulated may change before the transaction is mined: whoever owns the contract turns a stored switch. So each one that the transaction reads is turned
 * here, and a worse outcome is told. Only contracts that nobody vouches for are tried.
 */
export async function switchesOf(
  asked: StepPlan,
  simulated: SimulatedSteps,
  own: ReadonlySet<Address>,
  labelsOf: DetectContext['labelsOf'],
  place: SimulationPlace,
): Promise<readonly Switch[]> {
  const { coverage, nowMs } = place;
  const startedAt = nowMs();
  const contracts = suspectsOf(simulated, own, labelsOf);
  const [transaction] = simulated.transactions;
  if (simulated.base === null || contracts.size === 0 || simulated.transactions.length !== 1 || transaction === undefined) {
    coverage.skipped(
      'switches',
      contracts.size === 0 ? 'Every contract that it calls is vouched for.' : 'Only single calls are tried with other state.',
    );
    return [];
  }
  try {
    const touched = await place.deadline.within((timeoutMs) => place.simulator.touchedBy(transaction, place.block, timeoutMs));
    if (touched === null) {
      coverage.skipped('switches', 'The node does not tell what a call reads (eth_createAccessList).');
      return [];
    }
    const slots = touched
      .filter(({ address }) => contracts.has(address))
      .flatMap(({ address, storageKeys }) => storageKeys.slice(0, MOST_SLOTS).map((slot) => [address, slot] as const));
    const words = await place.deadline.within((timeoutMs) => place.simulator.slotsOf(slots, place.block, timeoutMs));
    const flips = slots.flatMap(([contract, slot], i) => turned(words[i] ?? null).map((word): Flip => ({ contract, slot, word })));
    const found = await Promise.all(flips.slice(0, MOST_FLIPS).map((flip) => tried(flip, asked, simulated, own, place)));
    coverage.ran('switches', nowMs() - startedAt);
    return found.flatMap((each) => (each === null ? [] : [each]));
  } catch (error) {
    coverage.failed('switches', messageOf(error), nowMs() - startedAt);
    return [];
  }
}

/** Who is called, and what it asks on the way, apart from tokens and from whom a label vouches for. */
function suspectsOf({ base }: SimulatedSteps, own: ReadonlySet<Address>, labelsOf: DetectContext['labelsOf']): ReadonlySet<Address> {
  const [step] = base?.steps ?? [];
  if (step === undefined || step.status === 'reverted') return new Set();
  const { tx } = step;
  const tokens = new Set(tx.decoded.transfers.map(({ token }) => token));
  const called = [tx.to, ...(tx.frames ?? []).map(({ to }) => to)];
  const suspects = new Set<Address>();
  for (const address of called) {
    if (address === null || own.has(address) || tokens.has(address) || suspects.size >= MOST_CONTRACTS) continue;
    const labels = labelsOf(address);
    if (labels.length === 0 || labels.some(({ category }) => FLAGGED_CATEGORIES.includes(category))) suspects.add(address);
  }
  return suspects;
}

/** The words that a slot could hold after one switch was turned: a truth, a small number, an address that is taken out, a truth behind an address. */
export function turned(word: Hex | null): readonly Hex[] {
  if (word === null || word.length !== 66) return [];
  const value = BigInt(word);
  const flips: bigint[] = [];
  if (value <= 1n) flips.push(1n - value);
  else if (value < SMALL) flips.push(0n, value + 1n);
  else if (value >> 64n !== 0n && value >> BEHIND_ADDRESS === 0n) flips.push(0n, value | (1n << BEHIND_ADDRESS));
  else if (value >> BEHIND_ADDRESS !== 0n) {
    if ((value & 0xffn) <= 1n) flips.push(value ^ 1n);
    if (((value >> BEHIND_ADDRESS) & 0xffn) <= 1n) flips.push(value ^ (1n << BEHIND_ADDRESS));
  }
  return flips.map((flip): Hex => `0x${flip.toString(16).padStart(64, '0')}`);
}

async function tried(
  { contract, slot, word }: Flip,
  asked: StepPlan,
  simulated: SimulatedSteps,
  own: ReadonlySet<Address>,
  { simulator, block, deadline }: SimulationPlace,
): Promise<Switch | null> {
  const { base } = simulated;
  if (base === null) return null;
  const overrides = { ...simulated.overrides, slots: new Map([[contract, new Map([[slot, word]])]]) };
  const environment = { ...simulated.plan.base, name: 'switched', overrides };
  const simulation = await deadline.within((timeoutMs) => simulator.simulateAll(simulated.transactions, environment, block, timeoutMs));
  const [outcome] = outcomeOf({ environment, simulation }, asked, simulated.facts);
  const change = outcome === undefined ? null : worseThan(base, outcome, own);
  return change === null ? null : { contract, slot, change, isTrap: change === TAKEN };
}

const TAKEN = 'something is taken that is not taken now';

const HOURS = 3;
/** geth takes no more than 256 ahead. */
const FAR_BLOCKS = 250;

/** The same hours from now. What then fails is late, as deadlines are there for; what then takes more waits for its time. */
export async function laterOutcomeOf(
  asked: StepPlan,
  simulated: SimulatedSteps,
  own: ReadonlySet<Address>,
  { simulator, block, deadline }: SimulationPlace,
): Promise<LaterOutcome | null> {
  const { base, plan, transactions, facts } = simulated;
  if (base === null || base.steps.every(({ tx }) => tx.input === '0x')) return null;
  const far = { ...plan.base, name: 'far', number: block.number + FAR_BLOCKS, timestamp: block.timestamp + HOURS * 3_600 };
  const simulation = await deadline.within((timeoutMs) => simulator.simulateAll(transactions, far, block, timeoutMs)).catch(() => null);
  const [outcome] = simulation === null ? [] : outcomeOf({ environment: far, simulation }, asked, facts);
  const change = outcome === undefined ? null : worseThan(base, outcome, own);
  return change === null ? null : { hours: HOURS, change, isTrap: change === TAKEN };
}

/** How an outcome is worse for the own accounts, as half a sentence; null where it is not. */
export function worseThan(base: EnvironmentOutcome, other: EnvironmentOutcome, own: ReadonlySet<Address>): string | null {
  if (other.steps.some(({ status }) => status === 'reverted')) return null;
  if (exposedOf(other, own).some((key) => !exposedOf(base, own).includes(key))) return 'others may take what they may not take now';
  const [before, after] = [ownChanges(base, own), ownChanges(other, own)];
  for (const [asset, amount] of after) {
    const was = before.get(asset) ?? 0n;
    if (amount < 0n && was >= 0n) return TAKEN;
    if (amount < 0n && -amount > -was * 2n) return 'much more is taken than now';
  }
  const pays = [...after.values()].some((amount) => amount < 0n);
  const [gotBefore, getsAfter] = [before, after].map((changes) => [...changes.values()].some((amount) => amount > 0n));
  return pays && gotBefore === true && getsAfter === false ? 'as much is paid and nothing comes back' : null;
}

function exposedOf({ steps }: EnvironmentOutcome, own: ReadonlySet<Address>): readonly string[] {
  return steps.flatMap(({ tx }) =>
    exposuresOf(tx.decoded).flatMap(({ owner, kind, spender, token }) => (own.has(owner) ? [`${kind}:${spender}:${token}`] : [])),
  );
}

function ownChanges({ steps }: EnvironmentOutcome, own: ReadonlySet<Address>): ReadonlyMap<string, bigint> {
  const changes = new Map<string, bigint>();
  for (const { party, token, tokenId, amount } of balanceChangesOf(steps.flatMap(({ tx }) => tx.decoded.transfers))) {
    if (!own.has(party)) continue;
    const key = `${token}:${tokenId}`;
    changes.set(key, (changes.get(key) ?? 0n) + amount);
  }
  return changes;
}
