import { argumentNamed, asAmount } from '../decode/arguments.js';
import { defineRule, type RuleHit } from '../rule.js';
import { ownChangesOf } from '../rule-questions.js';

/** Swap that leaves room for a sandwich. See swap-sandwich-exposed.md. */
export default defineRule({
  id: 'swap-sandwich-exposed',
  version: 1,
  title: 'Swap that leaves room for a sandwich',
  group: 'swap',
  params: { mostPercent: 5 },

  inspect(facts, params) {
    return facts.calls.flatMap(({ decoded, to }): RuleHit[] => {
      if (decoded === null || !/^swapExact/.test(decoded.name)) return [];
      const least = asAmount(argumentNamed(decoded, 'amountOutMin'));
      const got = ownChangesOf(facts).gained[0]?.amount ?? 0n;
      if (least <= 1n || got === 0n || least * 100n >= got * BigInt(100 - params.mostPercent)) return [];
      return [
        {
          severity: 'low',
          text: `The swap would still go through with more than ${params.mostPercent} % less than now.`,
          address: to,
          evidence: { least: least.toString(), now: got.toString() },
        },
      ];
    });
  },
});
