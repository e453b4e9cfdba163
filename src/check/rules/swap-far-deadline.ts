import { argumentNamed, asAmount } from '../decode/arguments.js';
import { defineRule, type RuleHit } from '../rule.js';
import { DAY } from '../rule-questions.js';

/** Swap that stays good for long. See swap-far-deadline.md. */
export default defineRule({
  id: 'swap-far-deadline',
  version: 1,
  title: 'Swap that stays good for long',
  group: 'swap',
  params: { longestS: DAY },

  inspect(facts, params) {
    return facts.calls.flatMap(({ decoded, to }): RuleHit[] => {
      if (decoded === null || !/swap|exact/i.test(decoded.name)) return [];
      const deadline = asAmount(argumentNamed(decoded, 'deadline'));
      if (deadline === 0n || deadline <= BigInt(facts.ctx.timestamp + params.longestS)) return [];
      return [
        {
          severity: 'low',
          text: 'The swap may be carried out in days, at whatever the price is then.',
          address: to,
          evidence: { deadline: deadline.toString() },
        },
      ];
    });
  },
});
