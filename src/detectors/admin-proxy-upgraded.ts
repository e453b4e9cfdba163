import type { Address } from '../core/chain/block.js';
import { createdIn } from '../core/detect/cluster.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import type { Reason, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import { isFlagged, isWatchedFor, makerOf, standingOfContract } from '../core/detect/standing.js';

interface Params {
  /** Code younger than this, in seconds, had no time to be read by anyone. */
  readonly newForS: number;
}

/** The code behind a proxy or a beacon changes. See admin-proxy-upgraded.md. */
export default defineDetector<Params>({
  id: 'admin-proxy-upgraded',
  version: 2,
  title: 'Proxy upgraded to another implementation',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: { newForS: 86_400 },

  inspect(tx, ctx, params) {
    if (tx.decoded.admin.length === 0) return [];
    const created = createdIn(tx);
    return tx.decoded.admin.flatMap((event) => {
      if ((event.kind !== 'upgraded' && event.kind !== 'beacon-upgraded') || event.target === null) return [];
      if (created.has(event.contract)) return []; // A proxy says this of its first implementation too.
      const judged = judge(event.contract, event.target, tx, ctx, params);
      if (judged === null) return [];
      const createdAt = created.has(event.target) ? ctx.timestamp : ctx.history.createdAt(event.target);
      return [
        {
          severity: judged.severity,
          subject: { address: event.contract, role: 'proxy' },
          parties: [
            { address: event.target, role: 'implementation' },
            { address: tx.from, role: 'admin' },
          ],
          summary: `${shortAddress(event.contract)} now runs the code of ${shortAddress(event.target)}${judged.isNew ? ', which is less than a day old' : ''}.`,
          reasons: [
            {
              id: event.kind,
              text: event.kind === 'upgraded' ? 'The implementation of the proxy changed.' : 'The beacon that many proxies follow changed.',
            },
            judged.reason,
          ],
          evidence: {
            proxy: event.contract,
            implementation: event.target,
            sender: tx.from,
            implementationAgeS: createdAt === null ? null : ctx.timestamp - createdAt,
            implementationBy: created.has(event.target) ? tx.from : ctx.history.creatorOf(event.target),
          },
        },
      ];
    });
  },
});

interface Judgement {
  readonly severity: Severity;
  readonly isNew: boolean;
  readonly reason: Reason;
}

/** Null: code that stood in the open for a day, or of the proxy's own people where nobody can tell its age. */
function judge(proxy: Address, code: Address, tx: InspectedTransaction, ctx: DetectContext, params: Params): Judgement | null {
  if (isFlagged(code, ctx))
    return { severity: 'high', isNew: false, reason: { id: 'flagged-code', text: 'A label calls the new code dangerous.' } };
  const standing = standingOfContract(code, tx, ctx, params.newForS);
  if (standing === 'established') return null;
  if (standing === 'unknown')
    return { severity: 'low', isNew: false, reason: { id: 'code-unknown', text: 'How long the new code has been there is not known.' } };
  const maker = makerOf(code, proxy, tx, ctx);
  if (maker !== 'own') return { severity: 'high', isNew: true, reason: { id: 'new-code', text: NEW_CODE, usual: 'weeks of notice' } };
  if (!isWatchedFor(params.newForS, ctx)) return null;
  return {
    severity: 'medium',
    isNew: true,
    reason: { id: 'own-new-code', text: `${NEW_CODE} The proxy’s own people deployed it.`, usual: 'weeks of notice' },
  };
}

const NEW_CODE = 'The new code was deployed less than a day before.';
