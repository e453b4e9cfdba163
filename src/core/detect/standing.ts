import type { Address } from '../chain/block.js';
import { createdIn } from './cluster.js';
import { type DetectContext, FLAGGED_CATEGORIES, type InspectedTransaction } from './detector.js';

export const DAY_S = 86_400;

/** How long somebody has been there, as far as is known. */
export type Standing = 'new' | 'established' | 'unknown';

/**
 * A contract is new where its creation was seen within a day; established where it is older, carries a good label, or must be older because every creation of the
 * last day was seen and its own was not.
 */
export function standingOfContract(contract: Address, tx: InspectedTransaction, ctx: DetectContext, newForS: number = DAY_S): Standing {
  if (createdIn(tx).has(contract)) return 'new';
  const createdAt = ctx.history.createdAt(contract);
  if (createdAt !== null) return ctx.timestamp - createdAt < newForS ? 'new' : 'established';
  return isOld(contract, ctx, newForS) || (tx.frames !== null && isWatchedFor(newForS, ctx)) ? 'established' : 'unknown';
}

/** An account is established where it was seen for a day, or carries a good label; new where a memory of more than a day has not seen it before today. */
export function standingOfAccount(account: Address, ctx: DetectContext, newForS: number = DAY_S): Standing {
  if (isOld(account, ctx, newForS)) return 'established';
  return isWatchedFor(newForS, ctx) || ctx.history.firstSeenAt(account) !== null ? 'new' : 'unknown';
}

/**
 * Whether who put a contract in control of another's affairs is a stranger to it. `own`: the same people made both, or whoever sends this has been at work there
 * before; null: who made them was not seen.
 */
export function makerOf(contract: Address, ruled: Address, tx: InspectedTransaction, ctx: DetectContext): 'own' | 'stranger' | null {
  const maker = createdIn(tx).has(contract) ? tx.from : ctx.history.creatorOf(contract);
  if (maker === null) return null;
  const owner = ctx.history.creatorOf(ruled);
  if (owner === null) return null;
  return maker === owner ? 'own' : 'stranger';
}

/** Few transactions and no past: an account that somebody made for this. */
export function isFreshSender({ from, nonce }: InspectedTransaction, ctx: DetectContext, newForS: number = DAY_S): boolean {
  const seen = ctx.history.firstSeenAt(from);
  return nonce < FRESH_BELOW_NONCE && (seen === null || ctx.timestamp - seen < newForS) && !isOld(from, ctx, newForS);
}
const FRESH_BELOW_NONCE = 20;

function isOld(address: Address, ctx: DetectContext, newForS: number): boolean {
  const seen = ctx.history.firstSeenAt(address);
  if (seen !== null && ctx.timestamp - seen >= newForS) return true;
  const labels = ctx.labelsOf(address);
  return labels.length > 0 && labels.every(({ category }) => !FLAGGED_CATEGORIES.includes(category));
}

/** Younger memories cannot tell new from merely unseen. */
export function isWatchedFor(seconds: number, ctx: DetectContext): boolean {
  const since = ctx.history.watchedSince();
  return since !== null && ctx.timestamp - since >= seconds;
}

export function isFlagged(address: Address, ctx: DetectContext): boolean {
  return ctx.labelsOf(address).some(({ category }) => FLAGGED_CATEGORIES.includes(category));
}
