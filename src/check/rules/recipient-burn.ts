import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { paymentsOf } from '../rule-questions.js';

const NOBODYS: readonly Address[] = [
  NATIVE,
  '0x000000000000000000000000000000000000dead',
  '0xdead000000000000000042069420694206942069',
  '0xffffffffffffffffffffffffffffffffffffffff',
];

/** Payment to an address that nobody holds. See recipient-burn.md. */
export default defineRule({
  id: 'recipient-burn',
  version: 1,
  title: 'Payment to an address that nobody holds',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] =>
      NOBODYS.includes(to)
        ? [
            {
              severity: 'medium',
              text: `Nobody holds the key of ${shortAddress(to)}: what is sent there is gone.`,
              address: to,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
