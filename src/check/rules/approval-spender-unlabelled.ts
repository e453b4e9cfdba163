import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { DAY, isAccount, isEstablished, isFlaggedAddress, isVouchedFor } from '../rule-questions.js';

/** Everything for a contract that nobody vouches for. See approval-spender-unlabelled.md. */
export default defineRule({
  id: 'approval-spender-unlabelled',
  version: 1,
  title: 'Everything for a contract that nobody vouches for',
  group: 'approval',
  params: { establishedAfterS: 3 * DAY },

  inspect(facts, params) {
    return facts.ownExposures.flatMap(({ spender, token, unlimited, kind }): RuleHit[] => {
      const isAll = unlimited || kind === 'for-all';
      if (
        !isAll ||
        facts.signature !== null ||
        isAccount(facts, spender) ||
        isVouchedFor(facts, spender) ||
        isFlaggedAddress(facts, spender)
      )
        return [];
      const isKnown = isEstablished(facts, spender, params.establishedAfterS);
      const text = `${shortAddress(spender)} may take all of your ${shortAddress(token)}, and no label knows it${isKnown ? '' : ', nor was it seen at work before'}.`;
      return [{ severity: isKnown ? 'low' : 'medium', text, address: spender, evidence: { token } }];
    });
  },
});
