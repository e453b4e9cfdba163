import { defineDetector, FLAGGED_CATEGORIES, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  readonly flagged: readonly LabelCategory[];
}

/** Any allowance, for one token or for all, to an address that labels call dangerous. See approval-to-flagged.md. */
export default defineDetector<Params>({
  id: 'approval-to-flagged',
  version: 1,
  title: 'Token approval to a flagged address',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: ['logs'],
  on: ['approval'],
  params: { flagged: FLAGGED_CATEGORIES },

  inspect(tx, ctx, params) {
    return tx.decoded.approvals.flatMap((approval) => {
      if (approval.amount === 0n || approval.owner === approval.spender) return []; // A revocation is the cure.
      const label = ctx.labelsOf(approval.spender).find(({ category }) => params.flagged.includes(category));
      if (label === undefined) return [];
      return [
        {
          severity: 'high',
          subject: { address: approval.owner, role: 'victim' },
          parties: [
            { address: approval.spender, role: 'spender' },
            { address: approval.token, role: 'token' },
          ],
          summary: `${shortAddress(approval.owner)} approved ${shortAddress(approval.spender)}, labelled ${label.category}, for ${shortAddress(approval.token)}.`,
          reasons: [
            {
              id: 'spender-flagged',
              text: `${label.source} labels the spender ${label.category}${label.name === null ? '' : ` (${label.name})`}.`,
              value: label.confidence,
            },
          ],
          evidence: {
            token: approval.token,
            spender: approval.spender,
            amount: approval.amount.toString(),
            kind: approval.kind,
            label: label.category,
            source: label.source,
          },
        },
      ];
    });
  },
});
