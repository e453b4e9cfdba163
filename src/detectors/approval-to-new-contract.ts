import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { standingOfContract } from '../core/detect/standing.js';

interface Params {
  readonly newForS: number;
}

/** A wallet approves a contract that is younger than three days and that nobody knows. See approval-to-new-contract.md. */
export default defineDetector<Params>({
  id: 'approval-to-new-contract',
  version: 1,
  title: 'Approval to a new contract',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: ['logs'],
  on: ['approval'],
  params: { newForS: 3 * 86_400 },

  inspect(tx, ctx, params) {
    const seen = new Set<string>();
    return tx.decoded.approvals.flatMap(({ owner, spender, token, amount, kind }) => {
      const key = owner + spender;
      if (amount === 0n || owner !== tx.from || seen.has(key)) return [];
      seen.add(key);
      const createdAt = ctx.history.createdAt(spender);
      // The maker's own contract, and one that stands or is known: by age, by a label.
      if (createdAt === null || ctx.history.creatorOf(spender) === owner || ctx.labelsOf(spender).length > 0) return [];
      if (standingOfContract(spender, tx, ctx, params.newForS) !== 'new') return [];
      const hours = Math.round((ctx.timestamp - createdAt) / 3_600);
      return [
        {
          severity: 'medium' as const,
          subject: { address: owner, role: 'victim' },
          parties: [
            { address: spender, role: 'spender' },
            { address: token, role: 'token' },
          ],
          summary: `${shortAddress(owner)} lets ${shortAddress(spender)}, a contract of ${hours} hours that nobody knows, take its ${shortAddress(token)}.`,
          reasons: [
            {
              id: 'new-spender',
              text: `The spender was deployed ${hours} hours before and carries no label.`,
              value: ctx.timestamp - createdAt,
            },
          ],
          evidence: {
            token,
            spender,
            amount: amount.toString(),
            kind,
            ageS: ctx.timestamp - createdAt,
            deployer: ctx.history.creatorOf(spender),
          },
        },
      ];
    });
  },
});
