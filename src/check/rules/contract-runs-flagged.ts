import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress } from '../rule-questions.js';

/** Proxy that runs code on a list. See contract-runs-flagged.md. */
export default defineRule({
  id: 'contract-runs-flagged',
  version: 1,
  title: 'Proxy that runs code on a list',
  group: 'contract',
  params: {},

  inspect(facts) {
    return [...facts.counterparties.direct, ...facts.counterparties.inner].flatMap((contract): RuleHit[] =>
      (facts.codeOf(contract)?.proxies ?? []).flatMap(({ implementation, kind }): RuleHit[] =>
        kind !== 'eip7702' && isFlaggedAddress(facts, implementation)
          ? [
              {
                severity: 'high',
                text: `${shortAddress(contract)} runs the code of ${shortAddress(implementation)}, which is on a list of dangerous addresses.`,
                address: contract,
                evidence: { implementation, kind },
              },
            ]
          : [],
      ),
    );
  },
});
