import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { CheckFacts } from '../facts.js';
import { defineRule, type RuleHit } from '../rule.js';
import { usdOf } from '../rule-questions.js';
import type { OrderItem } from '../typed-data/signed-intent.js';

function worthOf(facts: CheckFacts, items: readonly OrderItem[]): number | null {
  let sum = 0;
  for (const { standard, token, amount } of items) {
    const usd = standard === 'erc721' || standard === 'erc1155' ? pieceUsd(facts, token) : usdOf(facts, token, amount);
    if (usd === null) return null;
    sum += usd;
  }
  return sum;
}

function pieceUsd(facts: CheckFacts, collection: Address): number | null {
  const prices = facts.ctx.history
    .salesOf(collection)
    .map(({ priceWei }) => priceWei)
    .sort((a, b) => (a < b ? -1 : 1));
  const median = prices[prices.length >> 1];
  return median === undefined || prices.length < 2 ? null : usdOf(facts, NATIVE, median);
}

/** Order far below the price. See order-underpriced.md. */
export default defineRule({
  id: 'order-underpriced',
  version: 1,
  title: 'Order far below the price',
  group: 'signature',
  params: { warnBelow: 0.5, highBelow: 0.1 },

  inspect(facts, params) {
    return (facts.signature?.intent?.orders ?? []).flatMap(({ maker, gives, gets }): RuleHit[] => {
      if (!facts.own.has(maker) || gets.length === 0) return [];
      const worth = worthOf(facts, gives);
      const paid = worthOf(facts, gets);
      if (worth === null || paid === null || worth === 0 || paid >= worth * params.warnBelow) return [];
      const severity = paid < worth * params.highBelow ? 'high' : 'medium';
      return [
        {
          severity,
          text: `The order gives what is worth about ${worth.toFixed(0)} USD for about ${paid.toFixed(0)} USD.`,
          address: gives[0]?.token ?? null,
          evidence: { worthUsd: worth, paidUsd: paid },
        },
      ];
    });
  },
});
