import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Order that one stranger alone may take. See order-private.md. */
export default defineRule({
  id: 'order-private',
  version: 1,
  title: 'Order that one stranger alone may take',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.orders ?? []).flatMap(({ taker, maker }): RuleHit[] =>
      taker === null ||
      taker === maker ||
      facts.own.has(taker) ||
      isVouchedFor(facts, taker) ||
      facts.ctx.history.paidBy(facts.from).includes(taker)
        ? []
        : [
            {
              severity: 'medium',
              text: `Only ${shortAddress(taker)}, whom you do not know, may take this order.`,
              address: taker,
              evidence: {},
            },
          ],
    );
  },
});
