import { NATIVE, type Transfer } from '../chain/decoded.js';
import { createdIn } from './cluster.js';
import type { DetectContext, InspectedTransaction } from './detector.js';

/** Payments of native coin in a transaction that are the first sign of an account. Contracts that come to be here are no accounts. */
export function firstFundings(tx: InspectedTransaction, ctx: DetectContext): readonly Transfer[] {
  const before = known.get(tx);
  if (before !== undefined && before.ctx === ctx) return before.fundings;
  const fundings = find(tx, ctx);
  known.set(tx, { ctx, fundings });
  return fundings;
}

/** Three detectors ask the same, one after the other. */
const known = new WeakMap<InspectedTransaction, { readonly ctx: DetectContext; readonly fundings: readonly Transfer[] }>();

function find(tx: InspectedTransaction, ctx: DetectContext): readonly Transfer[] {
  if (tx.receipt?.status === 0) return [];
  const native = tx.decoded.transfers.filter(({ standard, amount }) => standard === 'native' && amount > 0n);
  if (native.length === 0) return [];
  const created = createdIn(tx);
  const seen = new Set([tx.from]);
  return native.filter(({ from, to }) => {
    if (seen.has(to) || created.has(to) || to === NATIVE || from === NATIVE || ctx.history.firstSeenAt(to) !== null) return false;
    seen.add(to);
    return ctx.codeOf(to) !== 'some';
  });
}
