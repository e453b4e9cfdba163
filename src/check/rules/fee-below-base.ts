import { defineRule } from '../rule.js';

/** Fee below what a block asks. See fee-below-base.md. */
export default defineRule({
  id: 'fee-below-base',
  version: 1,
  title: 'Fee below what a block asks',
  group: 'account',
  params: {},

  inspect(facts) {
    const price = facts.asked?.maxFeePerGasWei ?? facts.asked?.gasPriceWei ?? null;
    const base = facts.block?.baseFeePerGasWei ?? null;
    if (price === null || base === null || price >= base) return [];
    return [
      {
        severity: 'low',
        text: 'The fee is below the base fee: the transaction waits until blocks are cheaper.',
        address: facts.from,
        evidence: { feeWei: price.toString(), baseFeeWei: base.toString() },
      },
    ];
  },
});
