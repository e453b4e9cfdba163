import { defineRule } from '../rule.js';

/** Not enough to pay for it. See insufficient-balance.md. */
export default defineRule({
  id: 'insufficient-balance',
  version: 1,
  title: 'Not enough to pay for it',
  group: 'account',
  params: {},

  inspect(facts) {
    const { sender, asked, steps, from } = facts;
    const value = steps.reduce((sum, { tx }) => (tx.from === from ? sum + tx.valueWei : sum), 0n);
    const needed = value + (asked?.gasPriceWei ?? 0n) * BigInt(asked?.gas ?? 0);
    if (sender === null || sender.balanceWei >= needed || facts.signature !== null) return [];
    return [
      {
        severity: 'medium',
        text: 'The sender does not have what the transaction spends; the simulation ran with a raised balance.',
        address: from,
        evidence: { balanceWei: sender.balanceWei.toString(), neededWei: needed.toString() },
      },
    ];
  },
});
