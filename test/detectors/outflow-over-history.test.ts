import { NATIVE } from '../../src/core/chain/decoded.js';
import detector from '../../src/detectors/outflow-over-history.js';
import { ATTACKER, address, type ContextParts, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const VAULT = address('vault');

/** A vault that gave at most a hundred units in each of so many outflows, and holds what is said. */
function past(count: number, holdings: bigint | null, more: ContextParts = {}): ContextParts {
  return { ...more, history: { outflowOf: () => ({ count, max: 100n, maxShare: 0.1, p999: 100n }), holdingsOf: () => holdings } };
}
const outflow = (amount: bigint) => ({ from: ATTACKER, to: VAULT, logs: [transferLog(TOKEN, VAULT, ATTACKER, amount)] });

detectorTables(
  detector,
  [
    {
      when: 'nearly everything at once',
      tx: outflow(9_500n),
      context: past(50, 10_000n),
      severity: 'critical',
      subject: VAULT,
      evidence: { holder: VAULT, token: TOKEN, amount: '9500', p999: '100', outflows: 50, shareOfHoldings: 0.95, usd: null },
    },
    { when: 'half of it', tx: outflow(5_000n), context: past(50, 10_000n), severity: 'high', subject: VAULT },
    {
      when: 'a great value, though a small share',
      tx: outflow(200_000n),
      context: past(50, 10_000_000n, { priceUsd: 1, decimals: 0 }),
      severity: 'high',
      subject: VAULT,
      evidence: { usd: 200_000 },
    },
    {
      when: 'the native coin, by its frames',
      tx: { from: ATTACKER, trace: { to: VAULT, calls: [{ to: ATTACKER, valueWei: 9_500n }] } },
      context: past(50, 10_000n),
      severity: 'critical',
      subject: VAULT,
      evidence: { token: NATIVE },
    },
    {
      when: 'many transfers that add up',
      tx: { from: ATTACKER, logs: Array.from({ length: 95 }, () => transferLog(TOKEN, VAULT, ATTACKER, 100n)) },
      context: past(50, 10_000n),
      severity: 'critical',
      subject: VAULT,
    },
  ],
  [
    { when: 'ten times the usual', tx: outflow(1_000n), context: past(50, 1_500n) },
    { when: 'a vault with too little history', tx: outflow(9_500n), context: past(9, 10_000n) },
    { when: 'a vault never seen', tx: outflow(9_500n) },
    { when: 'a large multiple that is a small share of no known price', tx: outflow(2_000n), context: past(50, 1_000_000n) },
    { when: 'a large share that is worth little', tx: outflow(9_500n), context: past(50, 10_000n, { priceUsd: 1, decimals: 0 }) },
    {
      when: 'a loan that comes back in the same transaction',
      tx: { from: ATTACKER, logs: [transferLog(TOKEN, VAULT, ATTACKER, 9_500n), transferLog(TOKEN, ATTACKER, VAULT, 9_501n)] },
      context: past(50, 10_000n),
    },
    {
      when: 'a sender who spends its own',
      tx: { from: VAULT, logs: [transferLog(TOKEN, VAULT, ATTACKER, 9_500n)] },
      context: past(50, 10_000n),
    },
    {
      when: 'a mint, which comes from nobody',
      tx: { from: ATTACKER, logs: [transferLog(TOKEN, NATIVE, ATTACKER, 9_500n)] },
      context: past(50, 10_000n),
    },
  ],
);
