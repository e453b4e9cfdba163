import { defineDetector, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  readonly trusted: readonly LabelCategory[];
}

/** A collector lets an account without code move every piece of a collection. See approval-for-all-to-eoa.md. */
export default defineDetector<Params>({
  id: 'approval-for-all-to-eoa',
  version: 1,
  title: 'Approval for all to an externally owned account',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: ['logs'],
  on: ['approval'],
  params: { trusted: ['exchange', 'custodian'] },

  inspect(tx, ctx, params) {
    return tx.decoded.approvals.flatMap(({ kind, owner, spender, token, amount }) => {
      if (kind !== 'for-all' || amount === 0n || owner === spender || ctx.codeOf(spender) !== 'none') return [];
      if (ctx.labelsOf(spender).some(({ category }) => params.trusted.includes(category))) return [];
      return [
        {
          severity: 'high' as const,
          subject: { address: owner, role: 'victim' },
          parties: [
            { address: spender, role: 'operator' },
            { address: token, role: 'collection' },
          ],
          summary: `${shortAddress(owner)} lets ${shortAddress(spender)}, an account without code, move every piece it has of ${shortAddress(token)}.`,
          reasons: [
            { id: 'for-all', text: 'The operator may move all pieces, those that come later included.' },
            { id: 'operator-has-no-code', text: 'The operator is a plain account: markets are contracts.' },
          ],
          evidence: { collection: token, operator: spender },
        },
      ];
    });
  },
});
