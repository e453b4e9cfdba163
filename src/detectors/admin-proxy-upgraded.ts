import { createdIn } from '../core/detect/cluster.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** Code younger than this, in seconds, had no time to be read by anyone. */
  readonly newForS: number;
}

/** The code behind a proxy or a beacon changes. See admin-proxy-upgraded.md. */
export default defineDetector<Params>({
  id: 'admin-proxy-upgraded',
  version: 1,
  title: 'Proxy upgraded to another implementation',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  params: { newForS: 86_400 },

  inspect(tx, ctx, params) {
    const created = createdIn(tx);
    return tx.decoded.admin.flatMap((event) => {
      if ((event.kind !== 'upgraded' && event.kind !== 'beacon-upgraded') || event.target === null) return [];
      if (created.has(event.contract)) return []; // A proxy says this of its first implementation too.
      const isKnown = ctx.history.firstSeenAt(event.contract) !== null;
      const createdAt = created.has(event.target) ? ctx.timestamp : ctx.history.createdAt(event.target);
      const isNew = createdAt !== null && ctx.timestamp - createdAt < params.newForS;
      const severity = !isKnown ? 'low' : isNew ? 'high' : 'medium';
      return [
        {
          severity,
          subject: { address: event.contract, role: 'proxy' },
          parties: [
            { address: event.target, role: 'implementation' },
            { address: tx.from, role: 'admin' },
          ],
          summary: `${shortAddress(event.contract)} now runs the code of ${shortAddress(event.target)}${isNew ? ', which is less than a day old' : ''}.`,
          reasons: [
            {
              id: event.kind,
              text: event.kind === 'upgraded' ? 'The implementation of the proxy changed.' : 'The beacon that many proxies follow changed.',
            },
            ...(isNew
              ? [
                  {
                    id: 'new-code',
                    text: 'The new code was deployed less than a day before.',
                    value: ctx.timestamp - createdAt,
                    usual: 'weeks of notice',
                  },
                ]
              : []),
            ...(isKnown
              ? []
              : [
                  {
                    id: 'past-unknown',
                    text:
                      tx.frames === null
                        ? 'Whether this is a new proxy is not known without a trace.'
                        : 'The proxy was not seen before: how long it has been in use is not known.',
                  },
                ]),
          ],
          evidence: {
            proxy: event.contract,
            implementation: event.target,
            sender: tx.from,
            implementationAgeS: createdAt === null ? null : ctx.timestamp - createdAt,
          },
        },
      ];
    });
  },
});
