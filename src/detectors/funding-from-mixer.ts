import type { Transfer } from '../core/chain/decoded.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { firstFundings } from '../core/detect/first-funding.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { sourceOf } from '../core/detect/sources.js';

interface Params {
  /** Money that came from a mixer longer ago than this, in seconds, is no longer followed. */
  readonly followForS: number;
}

/** 1: straight from a mixer; 2: from somebody whose own first coins came from one. Null: neither. */
function hopsToMixer({ from }: Transfer, tx: InspectedTransaction, ctx: DetectContext, params: Params): 1 | 2 | null {
  if (sourceOf(from, tx, ctx.labelsOf) === 'mixer') return 1;
  const funding = ctx.history.fundingOf(from);
  return funding?.source === 'mixer' && ctx.timestamp - funding.at <= params.followForS ? 2 : null;
}

/** The first coins of an account come from a mixer. See funding-from-mixer.md. */
export default defineDetector<Params>({
  id: 'funding-from-mixer',
  version: 1,
  title: 'First funding from a mixer',
  maturity: 'stable',
  attack: 'funding',
  stage: 'fund',
  needs: [],
  on: ['payment'],
  params: { followForS: 10 * 86_400 },

  inspect(tx, ctx, params) {
    return firstFundings(tx, ctx).flatMap((transfer) => {
      const hops = hopsToMixer(transfer, tx, ctx, params);
      if (hops === null) return [];
      return [
        {
          severity: hops === 1 ? 'medium' : 'low',
          subject: { address: transfer.to, role: 'funded' },
          parties: [{ address: transfer.from, role: hops === 1 ? 'mixer' : 'intermediary' }],
          summary: `The first coins of ${shortAddress(transfer.to)}, ${formatAmount(transfer.amount, 18)}, came ${hops === 1 ? 'from a mixer' : `from ${shortAddress(transfer.from)}, which was itself funded by a mixer`}.`,
          reasons: [
            {
              id: hops === 1 ? 'first-funding-from-mixer' : 'first-funding-near-mixer',
              text: 'Most contracts that attack are deployed by accounts funded so, in the hours before.',
              value: hops,
            },
          ],
          evidence: { account: transfer.to, payer: transfer.from, amountWei: transfer.amount.toString(), hops },
        },
      ];
    });
  },
});
