import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isAccount, isVouchedFor } from '../rule-questions.js';

/** Order paid out to somebody else. See order-receiver-not-own.md. */
export default defineRule({
  id: 'order-receiver-not-own',
  version: 1,
  title: 'Order paid out to somebody else',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.orders ?? []).flatMap(({ receiver }): RuleHit[] =>
      receiver === null || facts.own.has(receiver) || isVouchedFor(facts, receiver)
        ? []
        : [
            {
              severity: isAccount(facts, receiver) ? 'high' : 'medium',
              text: `What the order buys goes to ${shortAddress(receiver)}, and not to you.`,
              address: receiver,
              evidence: {},
            },
          ],
    );
  },
});
