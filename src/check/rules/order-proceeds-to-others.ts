import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Order whose price goes to others. See order-proceeds-to-others.md. */
export default defineRule({
  id: 'order-proceeds-to-others',
  version: 1,
  title: 'Order whose price goes to others',
  group: 'signature',
  params: { leastPercent: 50 },

  inspect(facts, params) {
    return (facts.signature?.intent?.orders ?? []).flatMap(({ maker, gets, othersGet }): RuleHit[] => {
      const paid = othersGet.filter(({ standard }) => standard === 'native' || standard === 'erc20');
      return paid.flatMap(({ token, amount, recipient }): RuleHit[] => {
        const mine = gets.reduce((sum, item) => (item.token === token ? sum + item.amount : sum), 0n);
        if (!facts.own.has(maker) || facts.own.has(recipient) || amount * 100n < (amount + mine) * BigInt(params.leastPercent)) return [];
        return [
          {
            severity: 'high',
            text: `Most of what is paid goes to ${shortAddress(recipient)}, and not to you.`,
            address: recipient,
            evidence: { token, amount: amount.toString(), yours: mine.toString() },
          },
        ];
      });
    });
  },
});
