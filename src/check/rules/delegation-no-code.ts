import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Account handed to an address without code. See delegation-no-code.md. */
export default defineRule({
  id: 'delegation-no-code',
  version: 1,
  title: 'Account handed to an address without code',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate }): RuleHit[] =>
      delegate !== NATIVE && facts.ctx.codeOf(delegate) === 'none'
        ? [
            {
              severity: 'medium',
              text: `${shortAddress(delegate)}, whose code ${shortAddress(account)} would run, has none: whoever can put code there decides what it is.`,
              address: delegate,
              evidence: { account },
            },
          ]
        : [],
    );
  },
});
