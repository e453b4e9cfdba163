import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { isPublicPlace } from '../core/detect/taint.js';
import { permitsHandedIn } from '../core/detect/takings.js';

interface Params {
  /** Different owners within a day, this one included. */
  readonly minOwners: number;
}

/** Permits that many people signed are handed in by one who may spend by them. See permit-harvest.md. */
export default defineDetector<Params>({
  id: 'permit-harvest',
  version: 1,
  title: 'Permits of many owners harvested',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: [],
  on: ['permit'],
  params: { minOwners: 3 },

  inspect(tx, ctx, params) {
    for (const { owner, spender, token } of permitsHandedIn(tx)) {
      // A protocol that takes permits is known, or has code and is called with them; a plain account that spends by them is neither.
      if (isPublicPlace(ctx.labelsOf(spender)) || ctx.codeOf(spender) === 'some') continue;
      if (spender !== tx.from && ctx.codeOf(spender) !== 'none') continue;
      const owners = new Set([owner, ...ctx.history.permitsHandedInFor(spender).map((one) => one.owner)]);
      if (owners.size < params.minOwners) continue;
      return [
        {
          severity: 'high',
          subject: { address: owner, role: 'victim' },
          parties: [{ address: spender, role: 'spender' }, ...(token === null ? [] : [{ address: token, role: 'token' }])],
          summary: `${shortAddress(spender)} may spend the tokens of ${shortAddress(owner)} and ${owners.size - 1} others by permits that it handed in within a day.`,
          reasons: [
            {
              id: 'handed-in',
              text: 'The owner did not send the transaction: the permit was signed elsewhere, as phishing sites ask for.',
            },
            { id: 'owners', text: `${owners.size} owners within a day.`, value: owners.size, usual: 'one: the own account' },
          ],
          evidence: { spender, owner, token, owners: owners.size },
        },
      ];
    }
    return [];
  },
});
