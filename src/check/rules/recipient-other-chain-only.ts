import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { paymentsOf } from '../rule-questions.js';

/** Recipient whose code is on another chain. See recipient-other-chain-only.md. */
export default defineRule({
  id: 'recipient-other-chain-only',
  version: 1,
  title: 'Recipient whose code is on another chain',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] => {
      const chain = facts.codeElsewhere.get(to);
      if (chain === undefined || facts.ctx.codeOf(to) !== 'none') return [];
      const text = `${shortAddress(to)} is a contract on chain ${chain} and nothing here: whoever holds it there may never reach what you send.`;
      return [{ severity: 'medium', text, address: to, evidence: { chain } }];
    });
  },
});
