import detector from '../../src/detectors/launder-bridge-out.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const ROBBER = address('robber');
const taint = (hops: number, share = 1) => ({
  taintOf: (one: string) => (one === ATTACKER ? { origin: ROBBER, hops, share, at: NOW - 600 } : null),
});
const BRIDGE = address('bridge');
const out = { from: ATTACKER, to: BRIDGE, valueWei: 9n * 10n ** 18n };
const labels = { [BRIDGE]: 'bridge' as const };

detectorTables(
  detector,
  [
    {
      when: 'coins of an account that lives on a robbery',
      tx: out,
      context: { labels, history: taint(1) },
      severity: 'high',
      subject: ATTACKER,
      evidence: { bridge: BRIDGE, origin: ROBBER, hops: 1 },
    },
    {
      when: 'tokens of a flagged address',
      tx: { from: ATTACKER, to: BRIDGE, logs: [transferLog(TOKEN, ATTACKER, BRIDGE, 9_000n)] },
      context: { labels: { ...labels, [ATTACKER]: 'exploiter' } },
      severity: 'high',
      subject: ATTACKER,
      evidence: { hops: 0 },
    },
  ],
  [
    { when: 'clean money', tx: out, context: { labels } },
    { when: 'a payment to somebody else', tx: out, context: { history: taint(1) } },
    { when: 'a small sum', tx: out, context: { labels, history: taint(1), priceUsd: 1, decimals: 18 } },
    { when: 'money of which little is tainted', tx: out, context: { labels, history: taint(1, 0.15) } },
  ],
);
