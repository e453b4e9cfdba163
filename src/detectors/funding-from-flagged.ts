import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, FLAGGED_CATEGORIES, type InspectedTransaction } from '../core/detect/detector.js';
import { firstFundings } from '../core/detect/first-funding.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { sourceOf } from '../core/detect/sources.js';

interface Params {
  readonly followForS: number;
}

function isOfFlagged(payer: Address, tx: InspectedTransaction, ctx: DetectContext, params: Params): 'itself' | 'its-cluster' | null {
  if (sourceOf(payer, tx, ctx.labelsOf) === 'flagged') return 'itself';
  const funding = ctx.history.fundingOf(payer);
  return funding?.source === 'flagged' && ctx.timestamp - funding.at <= params.followForS ? 'its-cluster' : null;
}

/** The first coins of an account come from a flagged address or from an account that one funded. See funding-from-flagged.md. */
export default defineDetector<Params>({
  id: 'funding-from-flagged',
  version: 1,
  title: 'First funding from a flagged address',
  maturity: 'stable',
  attack: 'funding',
  stage: 'fund',
  needs: [],
  on: ['payment'],
  params: { followForS: 10 * 86_400 },

  inspect(tx, ctx, params) {
    return firstFundings(tx, ctx).flatMap((transfer) => {
      const kinship = isOfFlagged(transfer.from, tx, ctx, params);
      if (kinship === null) return [];
      const category = ctx.labelsOf(transfer.from).find((label) => FLAGGED_CATEGORIES.includes(label.category))?.category ?? null;
      return [
        {
          severity: kinship === 'itself' ? 'medium' : 'low',
          subject: { address: transfer.to, role: 'funded' },
          parties: [{ address: transfer.from, role: kinship === 'itself' ? 'flagged' : 'of-flagged' }],
          summary: `The first coins of ${shortAddress(transfer.to)}, ${formatAmount(transfer.amount, 18)}, came from ${shortAddress(transfer.from)}, ${kinship === 'itself' ? `labelled ${category ?? 'flagged'}` : 'which a flagged address had funded'}.`,
          reasons: [
            {
              id: kinship === 'itself' ? 'first-funding-from-flagged' : 'first-funding-from-cluster',
              text: 'Who lives on such money is likely to be the same people.',
            },
          ],
          evidence: { account: transfer.to, payer: transfer.from, amountWei: transfer.amount.toString(), category, kinship },
        },
      ];
    });
  },
});
