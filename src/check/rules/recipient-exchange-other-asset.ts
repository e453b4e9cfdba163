import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel, isVouchedFor, paymentsOf } from '../rule-questions.js';

/** Exchange that may not take this asset. See recipient-exchange-other-asset.md. */
export default defineRule({
  id: 'recipient-exchange-other-asset',
  version: 1,
  title: 'Exchange that may not take this asset',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ standard, token, to }): RuleHit[] => {
      if (standard === 'native' || !hasLabel(facts, to, ['exchange'])) return [];
      if (standard === 'erc20' && (isVouchedFor(facts, token) || facts.ctx.priceUsdOf(token) !== null)) return [];
      const what = standard === 'erc20' ? 'a token that nobody knows' : 'a piece';
      return [
        { severity: 'medium', text: `You send ${what} to an exchange, which may never credit it.`, address: to, evidence: { token } },
      ];
    });
  },
});
