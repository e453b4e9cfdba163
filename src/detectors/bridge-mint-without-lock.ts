import { bridgesBy, idsOf, payoutsOf } from '../core/detect/bridges.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, formatPercent, shortAddress } from '../core/detect/format.js';

interface Params {
  /** Of the holdings, where the bridge was never seen to announce anything. */
  readonly minShare: number;
}

/** A bridge pays for a message that it never spoke of before. See bridge-mint-without-lock.md. */
export default defineDetector<Params>({
  id: 'bridge-mint-without-lock',
  version: 1,
  title: 'Bridge pays for an unproven message',
  maturity: 'experimental',
  attack: 'bridge',
  stage: 'exploit',
  needs: ['logs'],
  on: ['payment'],
  params: { minShare: 0.5 },

  inspect(tx, ctx, params) {
    for (const { bridge, token, to, amount } of payoutsOf(tx, bridgesBy(ctx.labelsOf, ctx.history.actsAsBridge))) {
      const ids = (tx.receipt?.logs ?? []).filter(({ address }) => address === bridge).flatMap(idsOf);
      // Without a number nothing can be followed from its proof to its payment.
      if (ids.length === 0 || ids.some((id) => ctx.history.isAnnounced(bridge, id))) continue;
      const held = ctx.history.holdingsOf(bridge, token);
      const share = held === null || held === 0n ? null : Math.min(1, Number(amount) / Number(held));
      const announces = ctx.history.announcementsOf(bridge) > 0;
      if (!announces && (share === null || share < params.minShare)) continue;
      return [
        {
          severity: 'high',
          subject: { address: bridge, role: 'victim' },
          parties: [
            { address: tx.from, role: 'attacker' },
            { address: to, role: 'receiver' },
            { address: token, role: 'token' },
          ],
          summary: `The bridge ${shortAddress(bridge)} paid ${formatAmount(amount, ctx.decimalsOf(token))} of ${shortAddress(token)}${share === null ? '' : `, ${formatPercent(share)} of what it had,`} for a message that no earlier transaction announced.`,
          reasons: [
            {
              id: 'not-announced',
              text: announces
                ? 'Messages are announced at this bridge before they are paid; this one was not.'
                : 'No event before named the message.',
            },
            ...(share === null ? [] : [{ id: 'share', text: `${formatPercent(share)} of its holdings of that token.`, value: share }]),
          ],
          evidence: {
            bridge,
            token,
            amount: amount.toString(),
            share,
            ids: ids.slice(0, 4),
            announcements: ctx.history.announcementsOf(bridge),
          },
        },
      ];
    }
    return [];
  },
});
