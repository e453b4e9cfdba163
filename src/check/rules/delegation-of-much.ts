import { NATIVE } from '../../core/chain/decoded.js';
import { formatAmount } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Much at stake in a delegation. See delegation-of-much.md. */
export default defineRule({
  id: 'delegation-of-much',
  version: 1,
  title: 'Much at stake in a delegation',
  group: 'delegation',
  params: { leastCoins: 1 },

  inspect(facts, params) {
    const wei = facts.sender?.balanceWei ?? 0n;
    const isNew = facts.delegations.some(
      ({ account, delegate }) => account === facts.from && delegate !== NATIVE && !isVouchedFor(facts, delegate),
    );
    if (!isNew || wei < BigInt(params.leastCoins) * 10n ** 18n) return [];
    return [
      {
        severity: 'low',
        text: `The account holds ${formatAmount(wei, 18)} coins: try new code on an account with little.`,
        address: facts.from,
        evidence: { balanceWei: wei.toString() },
      },
    ];
  },
});
