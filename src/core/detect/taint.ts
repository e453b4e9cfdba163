import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import type { DetectContext, InspectedTransaction, Label, LabelCategory } from './detector.js';
import { FLAGGED_CATEGORIES } from './detector.js';

/** Money of a robbery, as far as it was followed. */
export interface Taint {
  /** Whose money it was: a flagged address, or the attacker of a finding. */
  readonly origin: Address;
  /** 0: the origin itself. */
  readonly hops: number;
  /** Of what the holder had when it last received some: 0–1. */
  readonly share: number;
  /** Chain seconds of the last receipt. */
  readonly at: number;
}

/** Places that many people's money goes through: it is not theirs, and they do not pass it on. */
const PUBLIC: readonly LabelCategory[] = [
  'exchange',
  'bridge',
  'mixer',
  'no-kyc-swap',
  'custodian',
  'defi',
  'stablecoin',
  'token',
  'mev',
  'oracle',
];

export function isPublicPlace(labels: readonly Label[]): boolean {
  return labels.some(({ category }) => PUBLIC.includes(category));
}

export function isFlaggedPlace(labels: readonly Label[]): boolean {
  return labels.some(({ category }) => FLAGGED_CATEGORIES.includes(category));
}

export const TAINT_SECONDS = 30 * 86_400;
/** So many hands on, and so little of the whole, it is nobody's guilt any more. */
export const MOST_HOPS = 8;
export const LEAST_SHARE = 0.1;

/** What is known of an address's money now: by its labels, or by where it came from. */
export function taintOf(address: Address, ctx: Pick<DetectContext, 'labelsOf' | 'timestamp' | 'history'>): Taint | null {
  const labels = ctx.labelsOf(address);
  if (isFlaggedPlace(labels)) return { origin: address, hops: 0, share: 1, at: ctx.timestamp };
  if (address === NATIVE || isPublicPlace(labels)) return null;
  const known = ctx.history.taintOf(address);
  return known !== null && ctx.timestamp - known.at <= TAINT_SECONDS ? known : null;
}

/** What the sender itself pays with this transaction, coins or tokens. */
export function paymentsOf(tx: InspectedTransaction) {
  if (tx.receipt?.status === 0) return [];
  return tx.decoded.transfers.filter(
    ({ standard, from, to, amount }) =>
      from === tx.from && to !== tx.from && amount > 0n && (standard === 'native' || standard === 'erc20'),
  );
}
