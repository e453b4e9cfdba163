import detector from '../../src/detectors/profit-from-nothing.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { balanceOf, calldata, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const VAULT = address('vault');
const stable = { priceUsd: 1, decimals: 0 };
const payout = (amount: bigint) => ({ to: VAULT, selector: '0x12345678' as const, calls: [transfer(TOKEN, AGENT, amount)] });
const taking = (amount: bigint, ...more: readonly ReturnType<typeof transfer>[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [payout(amount / 2n), payout(amount - amount / 2n), ...more, transfer(TOKEN, ATTACKER, amount)] },
});

detectorTables(
  detector,
  [
    {
      when: 'a fortune for nothing',
      tx: taking(80_000n),
      context: stable,
      severity: 'high',
      subject: VAULT,
      evidence: { usd: 80_000, flows: 3 },
    },
    {
      when: 'a fortune that goes to a silent address',
      tx: {
        from: ATTACKER,
        trace: { to: AGENT, calls: [{ to: VAULT, calls: [1, 2, 3].map((i) => transfer(TOKEN, address('silent'), 30_000n * BigInt(i))) }] },
      },
      context: stable,
      severity: 'high',
      subject: VAULT,
    },
    {
      when: 'most of what a contract held, where no price is known',
      tx: {
        from: ATTACKER,
        trace: { to: AGENT, calls: [balanceOf(TOKEN, VAULT, 9_000n), payout(4_000n), payout(4_000n), transfer(TOKEN, ATTACKER, 8_000n)] },
      },
      severity: 'high',
      subject: VAULT,
    },
  ],
  [
    { when: 'a small gain', tx: taking(8_000n), context: stable },
    { when: 'who gave something', tx: taking(80_000n, transferFrom(address('other'), AGENT, VAULT, 5_000n)), context: stable },
    { when: 'what the sender had brought there', tx: taking(80_000n), context: { ...stable, history: { broughtBy: () => 80_000n } } },
    {
      when: 'liquidity that is taken out',
      tx: taking(80_000n, { to: VAULT, selector: calldata('0xa34123a7', 1n, 2n, 3n) }),
      context: stable,
    },
    { when: 'an unknown price and an unknown holding', tx: taking(80_000n) },
    { when: 'two movements only', tx: { trace: { to: AGENT, calls: [payout(80_000n)] } }, context: stable },
  ],
);
