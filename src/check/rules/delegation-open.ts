import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Account that obeys everybody. See delegation-open.md. */
export default defineRule({
  id: 'delegation-open',
  version: 1,
  title: 'Account that obeys everybody',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate, probe }): RuleHit[] =>
      probe === null || probe.openTo === null
        ? []
        : [
            {
              severity: 'high',
              text: `With the code of ${shortAddress(delegate)} anybody can empty ${shortAddress(account)} by ${probe.openTo.split('(')[0]}.`,
              address: delegate,
              evidence: { account, function: probe.openTo },
            },
          ],
    );
  },
});
