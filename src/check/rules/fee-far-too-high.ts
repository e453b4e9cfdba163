import { formatAmount } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** Fee far above what is needed. See fee-far-too-high.md. */
export default defineRule({
  id: 'fee-far-too-high',
  version: 1,
  title: 'Fee far above what is needed',
  group: 'account',
  params: { times: 20, leastMilliCoins: 20 },

  inspect(facts, params) {
    const { asked, block, steps, from } = facts;
    const price = asked?.maxPriorityFeePerGasWei ?? asked?.gasPriceWei ?? null;
    if (price === null || block === null || block.baseFeePerGasWei === null) return [];
    const gas = BigInt(steps.reduce((sum, { gasUsed }) => sum + (gasUsed ?? 0), 0));
    const spent = price * gas;
    if (price < block.baseFeePerGasWei * BigInt(params.times) || spent < BigInt(params.leastMilliCoins) * 10n ** 15n) return [];
    return [
      {
        severity: 'medium',
        text: `The fee would be about ${formatAmount(spent, 18)} coins, many times what is needed.`,
        address: from,
        evidence: { feeWei: spent.toString() },
      },
    ];
  },
});
