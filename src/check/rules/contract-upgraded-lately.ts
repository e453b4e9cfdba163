import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { DAY, isVouchedFor } from '../rule-questions.js';

/** Contract whose code changed lately. See contract-upgraded-lately.md. */
export default defineRule({
  id: 'contract-upgraded-lately',
  version: 1,
  title: 'Contract whose code changed lately',
  group: 'contract',
  params: { latelyS: 3 * DAY },

  inspect(facts, params) {
    return [...new Set(facts.calls.flatMap(({ to }) => to ?? []))].flatMap((contract): RuleHit[] => {
      const changedAt = facts.ctx.history.changedAt(contract);
      const isProxy = (facts.codeOf(contract)?.proxies ?? []).some(
        ({ kind }) => kind !== 'eip7702' && kind !== 'eip1167' && kind !== 'safe',
      );
      if (changedAt === null || !isProxy || isVouchedFor(facts, contract) || facts.ctx.timestamp - changedAt >= params.latelyS) return [];
      return [
        {
          severity: 'medium',
          text: `${shortAddress(contract)} was changed by whoever controls it ${Math.floor((facts.ctx.timestamp - changedAt) / 3_600)} hours ago.`,
          address: contract,
          evidence: { changedAt },
        },
      ];
    });
  },
});
