import { argumentNamed, asAmount } from '../decode/arguments.js';
import { defineRule, type RuleHit } from '../rule.js';

const LEAST = ['amountOutMin', 'amountOutMinimum', 'minReturnAmount', 'minDy'];

/** Swap that accepts any price. See swap-no-limit.md. */
export default defineRule({
  id: 'swap-no-limit',
  version: 1,
  title: 'Swap that accepts any price',
  group: 'swap',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap(({ decoded, to }): RuleHit[] => {
      const least = decoded === null ? null : LEAST.map((name) => argumentNamed(decoded, name)).find((value) => value !== null);
      if (decoded === null || !/swap|exactInput/i.test(decoded.name) || typeof least !== 'string' || asAmount(least) > 1n) return [];
      return [
        {
          severity: 'low',
          text: 'The swap accepts any price: whoever sees it first can take most of what you would get.',
          address: to,
          evidence: { function: decoded.name },
        },
      ];
    });
  },
});
