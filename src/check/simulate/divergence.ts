import type { Address } from '../../core/chain/block.js';
import type { InspectedTransaction } from '../../core/detect/detector.js';
import type { EnvironmentOutcome } from '../facts.js';
import { type BalanceChange, balanceChangesOf } from './balance-changes.js';
import { exposuresOf } from './exposures.js';

/** Interest and averages move an amount a little with the time; an attack moves it by much more. */
const TOLERANCE_PERCENT = 5n;

/** How an environment's outcome differs from the base's, as a sentence; null where it does not. */
export function divergenceOf(base: EnvironmentOutcome, other: EnvironmentOutcome, coinbases: ReadonlySet<Address>): string | null {
  for (const [i, step] of base.steps.entries()) {
    const again = other.steps[i];
    if (again === undefined) continue;
    const status = again.status;
    if (step.status !== status) return `It ${step.status} in ${base.environment} and ${status} in ${other.environment}.`;
    const difference = differenceOf(step.tx, again.tx, coinbases);
    if (difference !== null) return `${difference} differs between ${base.environment} and ${other.environment}.`;
  }
  return null;
}

function differenceOf(base: InspectedTransaction, other: InspectedTransaction, coinbases: ReadonlySet<Address>): string | null {
  if (namedExposures(base) !== namedExposures(other)) return 'What others may take';
  const [before, after] = [changesOf(base, coinbases), changesOf(other, coinbases)];
  for (const key of new Set([...before.keys(), ...after.keys()]))
    if (!isClose(before.get(key) ?? 0n, after.get(key) ?? 0n)) return 'Who gains and loses what';
  return controlOf(base) === controlOf(other) ? null : 'Who controls what';
}

function changesOf(tx: InspectedTransaction, coinbases: ReadonlySet<Address>): ReadonlyMap<string, bigint> {
  const counted = ({ party }: BalanceChange) => party === tx.from || !coinbases.has(party);
  const changes = balanceChangesOf(tx.decoded.transfers).filter(counted);
  return new Map(changes.map(({ party, token, tokenId, amount }) => [`${party}:${token}:${tokenId}`, amount]));
}

function namedExposures(tx: InspectedTransaction): string {
  const named = exposuresOf(tx.decoded).map(
    ({ kind, owner, spender, token, unlimited }) => `${kind}:${owner}:${spender}:${token}:${unlimited}`,
  );
  return named.sort().join();
}

function controlOf({ decoded }: InspectedTransaction): string {
  return decoded.admin.map(({ kind, contract, target }) => `${kind}:${contract}:${target}`).join();
}

function isClose(a: bigint, b: bigint): boolean {
  if (a < 0n !== b < 0n) return false;
  const [small, large] = [a, b].map((value) => (value < 0n ? -value : value)).sort((x, y) => (x < y ? -1 : 1));
  return small !== undefined && large !== undefined && (large - small) * 100n <= large * TOLERANCE_PERCENT;
}
