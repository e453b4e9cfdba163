import detector from '../../src/detectors/swap-both-ways-profit.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { swapV2, transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const POOL = address('pool');
const VAULT = address('vault');
const stable = { priceUsd: 1, decimals: 0 };
const [there, back] = [swapV2(POOL, 0n, 500n, AGENT), swapV2(POOL, 500n, 0n, AGENT)];
const payout = (amount: bigint) => ({ to: VAULT, selector: '0x12345678' as const, calls: [transfer(TOKEN, AGENT, amount)] });

detectorTables(
  detector,
  [
    {
      when: 'a profit between two trades',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [there, payout(9_000n), back] } },
      context: stable,
      severity: 'high',
      subject: POOL,
      evidence: { usd: 9_000 },
    },
    {
      when: 'two trades at a profit',
      tx: {
        from: ATTACKER,
        trace: { to: AGENT, calls: [there, swapV2(POOL, 500n, 0n, AGENT, [transfer(TOKEN, AGENT, 6_000n)]), { to: VAULT }] },
      },
      context: stable,
      severity: 'high',
      subject: POOL,
    },
  ],
  [
    { when: 'a small profit', tx: { trace: { to: AGENT, calls: [there, payout(900n), back] } }, context: stable },
    { when: 'one direction', tx: { trace: { to: AGENT, calls: [there, payout(9_000n), there] } }, context: stable },
    {
      when: 'two pools',
      tx: { trace: { to: AGENT, calls: [there, payout(9_000n), swapV2(address('other'), 500n, 0n, AGENT)] } },
      context: stable,
    },
    { when: 'an unknown price', tx: { trace: { to: AGENT, calls: [there, payout(9_000n), back] } } },
  ],
);
