import detector from '../../src/detectors/outflow-drains-contract.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { balanceOf, transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const VAULT = address('vault');
const stable = { priceUsd: 1, decimals: 0 };
const payout = (amount: bigint) => ({ to: VAULT, selector: '0x12345678' as const, calls: [transfer(TOKEN, AGENT, amount)] });
const drain = (balance: bigint, amount: bigint) => ({
  from: ATTACKER,
  trace: {
    to: AGENT,
    calls: [balanceOf(TOKEN, VAULT, balance), payout(amount / 2n), payout(amount - amount / 2n), transfer(TOKEN, ATTACKER, amount)],
  },
});

detectorTables(
  detector,
  [
    {
      when: 'nine tenths of a fortune',
      tx: drain(100_000n, 92_000n),
      context: stable,
      severity: 'high',
      subject: VAULT,
      evidence: { share: 0.92, usd: 100_000 },
    },
    {
      when: 'a fortune that the memory knows of',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [payout(50_000n), payout(50_000n), transfer(TOKEN, ATTACKER, 5n)] } },
      context: {
        ...stable,
        history: { createdAt: () => 1_600_000_000, holdingsOf: (owner: string) => (owner === VAULT ? 100_000n : null) },
      },
      severity: 'high',
      subject: VAULT,
      evidence: { share: 1 },
    },
  ],
  [
    { when: 'half of it', tx: drain(100_000n, 50_000n), context: stable },
    { when: 'all of little', tx: drain(1_000n, 1_000n), context: stable },
    { when: 'a token without a price', tx: drain(100_000n, 100_000n) },
    {
      when: 'a single payment',
      tx: { trace: { to: AGENT, calls: [balanceOf(TOKEN, VAULT, 100_000n), payout(100_000n)] } },
      context: stable,
    },
  ],
);
