import { defineDetector, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  readonly unlimitedFrom: bigint;
  readonly trusted: readonly LabelCategory[];
}

/** A wallet gives an unlimited allowance to an address with no code. See approval-unlimited-to-eoa.md. */
export default defineDetector<Params>({
  id: 'approval-unlimited-to-eoa',
  version: 1,
  title: 'Unlimited token approval to an externally owned account',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: ['logs'],
  on: ['approval'],
  params: { unlimitedFrom: 2n ** 128n, trusted: ['exchange', 'custodian'] },

  inspect(tx, ctx, params) {
    return tx.decoded.approvals.flatMap((approval) => {
      if (approval.kind !== 'erc20' && approval.kind !== 'permit2') return [];
      if (approval.amount < params.unlimitedFrom || approval.owner === approval.spender) return [];
      // Where the code is not known this stays silent: nearly every unlimited approval goes to a contract. The ledger counts the unknown.
      if (ctx.codeOf(approval.spender) !== 'none') return [];
      if (ctx.labelsOf(approval.spender).some((label) => params.trusted.includes(label.category))) return [];
      return [
        {
          severity: 'high',
          subject: { address: approval.owner, role: 'victim' },
          parties: [
            { address: approval.spender, role: 'spender' },
            { address: approval.token, role: 'token' },
          ],
          summary: `${shortAddress(approval.owner)} lets ${shortAddress(approval.spender)}, an account without code, take all of its ${shortAddress(approval.token)}.`,
          reasons: [
            { id: 'unlimited', text: 'The allowance has no practical limit.' },
            { id: 'spender-has-no-code', text: 'The spender is a plain account: no protocol needs that, drainers do.' },
          ],
          evidence: { token: approval.token, spender: approval.spender, amount: approval.amount.toString(), kind: approval.kind },
        },
      ];
    });
  },
});
