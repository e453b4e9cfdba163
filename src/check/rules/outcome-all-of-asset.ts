import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isPlainPayment, isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** All that you have of an asset leaves. See outcome-all-of-asset.md. */
export default defineRule({
  id: 'outcome-all-of-asset',
  version: 1,
  title: 'All that you have of an asset leaves',
  group: 'outcome',
  params: { leastPercent: 95 },

  inspect(facts, params) {
    const { lost, gained } = ownChangesOf(facts);
    return lost.flatMap(({ party, token, amount, standard }): RuleHit[] => {
      const held = standard === 'native' ? (party === facts.from ? (facts.sender?.balanceWei ?? null) : null) : facts.heldOf(party, token);
      if (held === null || held === 0n || -amount * 100n < held * BigInt(params.leastPercent)) return [];
      const isSevere =
        gained.length === 0 && !isPlainPayment(facts) && facts.kind !== 'typedData' && !isVouchedFor(facts, outerCall(facts)?.to ?? token);
      return [
        {
          severity: isSevere ? 'medium' : 'low',
          text: `Nearly all that you have of ${token === NATIVE ? 'your coins' : shortAddress(token)} leaves.`,
          address: token,
          evidence: { held: held.toString(), leaves: (-amount).toString() },
        },
      ];
    });
  },
});
