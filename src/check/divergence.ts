import type { Address } from '../core/chain/block.js';
import type { InspectedTransaction } from '../core/detect/detector.js';
import { type BalanceChange, balanceChangesOf } from './balance-changes.js';
import { exposuresOf } from './exposures.js';

/** Interest and averages move an amount a little with the time; an attack moves it by much more. */
const TOLERANCE_PERCENT = 5n;

export interface Outcome {
  readonly environment: string;
  readonly status: 'succeeded' | 'reverted';
  readonly tx: InspectedTransaction;
}

/** How an environment's outcome differs from the base's, as a sentence; null where it does not. */
export function divergenceOf(base: Outcome, other: Outcome, coinbases: ReadonlySet<Address>): string | null {
  if (base.status !== other.status) return `It ${base.status} in ${base.environment} and ${other.status} in ${other.environment}.`;
  if (!sameExposures(base.tx, other.tx)) return `What others may take differs between ${base.environment} and ${other.environment}.`;
  const [before, after] = [changesOf(base.tx, coinbases), changesOf(other.tx, coinbases)];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (!isClose(before.get(key) ?? 0n, after.get(key) ?? 0n))
      return `Who gains and loses what differs between ${base.environment} and ${other.environment}.`;
  }
  return null;
}

function changesOf(tx: InspectedTransaction, coinbases: ReadonlySet<Address>): ReadonlyMap<string, bigint> {
  const counted = ({ party }: BalanceChange) => party === tx.from || !coinbases.has(party);
  const changes = balanceChangesOf(tx.decoded.transfers).filter(counted);
  return new Map(changes.map(({ party, token, tokenId, amount }) => [`${party}:${token}:${tokenId}`, amount]));
}

function sameExposures(base: InspectedTransaction, other: InspectedTransaction): boolean {
  const named = (tx: InspectedTransaction) =>
    exposuresOf(tx.decoded)
      .map(({ kind, owner, spender, token, unlimited }) => `${kind}:${owner}:${spender}:${token}:${unlimited}`)
      .sort()
      .join();
  return named(base) === named(other);
}

function isClose(a: bigint, b: bigint): boolean {
  if (a < 0n !== b < 0n) return false;
  const [small, large] = [a, b].map((value) => (value < 0n ? -value : value)).sort((x, y) => (x < y ? -1 : 1));
  return small !== undefined && large !== undefined && (large - small) * 100n <= large * TOLERANCE_PERCENT;
}
