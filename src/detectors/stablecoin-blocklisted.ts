import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { isPublicPlace } from '../core/detect/taint.js';

/** An issuer freezes an account, or a contract that others keep their dollars in. See stablecoin-blocklisted.md. */
export default defineDetector({
  id: 'stablecoin-blocklisted',
  version: 1,
  title: 'Account frozen by a stablecoin’s issuer',
  maturity: 'stable',
  attack: 'freeze',
  stage: 'govern',
  needs: ['logs'],
  on: ['freeze'],
  params: {},

  inspect(tx, ctx) {
    return tx.decoded.freezes.flatMap(({ token, account }) => {
      // These events are issuers'; but tokens that people gamble with have borrowed them.
      const isDollar = ctx.labelsOf(token).some(({ category }) => category === 'stablecoin') || ctx.priceUsdOf(token) === 1;
      if (!isDollar && ctx.history.tradersOf(token).buyers.length > 0) return [];
      // Contracts are nobody's account: all who use them are frozen with them.
      const isPlace = isPublicPlace(ctx.labelsOf(account)) || ctx.history.createdAt(account) !== null;
      const partners = ctx.history.paidBy(account).filter((one) => ctx.history.createdAt(one) !== null || isPublicPlace(ctx.labelsOf(one)));
      // Issuers freeze somebody every day: it matters where others' money hangs on it.
      if (!isPlace && partners.length === 0) return [];
      const held = ctx.history.holdingsOf(account, token);
      return [
        {
          severity: isPlace ? ('high' as const) : ('medium' as const),
          subject: { address: account, role: 'frozen' },
          parties: [{ address: token, role: 'token' }, ...partners.slice(0, 5).map((address) => ({ address, role: 'counterparty' }))],
          summary: `The issuer of ${shortAddress(token)} froze ${shortAddress(account)}${held === null ? '' : `, which has ${formatAmount(held, ctx.decimalsOf(token))} of it`}${partners.length === 0 ? '' : `, and which deals with ${partners.length} contracts`}.`,
          reasons: [
            { id: 'frozen', text: 'Its tokens cannot move any more, wherever it put them to work.' },
            ...(partners.length === 0
              ? []
              : [{ id: 'deals-with', text: 'It paid contracts that keep money of others.', value: partners.length }]),
          ],
          evidence: { token, account, isContract: isPlace, counterparties: partners.slice(0, 8), held: held?.toString() ?? null },
        },
      ];
    });
  },
});
