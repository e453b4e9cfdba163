import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Account whose coins are passed on at once. See delegation-sweeps.md. */
export default defineRule({
  id: 'delegation-sweeps',
  version: 1,
  title: 'Account whose coins are passed on at once',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate, probe }): RuleHit[] =>
      probe === null || probe.sweptTo === null || facts.own.has(probe.sweptTo)
        ? []
        : [
            {
              severity: 'high',
              text: `With the code of ${shortAddress(delegate)}, whatever is paid to ${shortAddress(account)} goes on to ${shortAddress(probe.sweptTo)} at once.`,
              address: probe.sweptTo,
              evidence: { account, delegate },
            },
          ],
    );
  },
});
