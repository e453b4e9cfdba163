import { NATIVE } from '../core/chain/decoded.js';
import { defineDetector, FLAGGED_CATEGORIES } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { standingOfContract } from '../core/detect/standing.js';

interface Params {
  readonly newForS: number;
}

/** An account lets the code of somebody dangerous, or of nobody known, run as its own. See delegation-7702-to-flagged.md. */
export default defineDetector<Params>({
  id: 'delegation-7702-to-flagged',
  version: 1,
  title: 'Account delegated to dangerous code',
  maturity: 'stable',
  attack: 'delegation',
  stage: 'user',
  needs: [],
  on: ['authorization'],
  params: { newForS: 3 * 86_400 },

  inspect(tx, ctx, params) {
    return tx.authorizationList.flatMap(({ address: delegate, authority }) => {
      if (delegate === NATIVE) return []; // The delegation is taken back.
      const flagged = ctx.labelsOf(delegate).find(({ category }) => FLAGGED_CATEGORIES.includes(category));
      const account = authority ?? tx.to ?? tx.from;
      if (flagged === undefined) {
        if (ctx.labelsOf(delegate).length > 0 || ctx.history.createdAt(delegate) === null) return [];
        if (standingOfContract(delegate, tx, ctx, params.newForS) !== 'new' || ctx.history.creatorOf(delegate) === account) return [];
      }
      return [
        {
          severity: flagged === undefined ? ('medium' as const) : ('high' as const),
          subject: { address: account, role: 'victim' },
          parties: [{ address: delegate, role: 'delegate' }, ...(tx.from === account ? [] : [{ address: tx.from, role: 'sponsor' }])],
          summary: `${shortAddress(account)} runs the code of ${shortAddress(delegate)} as its own from now on, which ${flagged === undefined ? 'is younger than three days and known to nobody' : `is labelled ${flagged.category}`}.`,
          reasons: [
            flagged === undefined
              ? { id: 'new-delegate', text: 'The code was deployed within three days and carries no label.' }
              : {
                  id: 'flagged-delegate',
                  text: `${flagged.source} labels it ${flagged.category}${flagged.name === null ? '' : ` (${flagged.name})`}.`,
                  value: flagged.confidence,
                },
            { id: 'whole-account', text: 'Code that an account delegates to may move everything the account has, at every call.' },
          ],
          evidence: { account, isRecovered: authority !== null, delegate, sponsor: tx.from, category: flagged?.category ?? null },
        },
      ];
    });
  },
});
