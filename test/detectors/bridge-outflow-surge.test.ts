import detector from '../../src/detectors/bridge-outflow-surge.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const BRIDGE = address('bridge');
const labels = { [BRIDGE]: 'bridge' as const };
const paid = (amount: bigint) => ({ from: ATTACKER, to: BRIDGE, logs: [transferLog(TOKEN, BRIDGE, ATTACKER, amount)] });
const hours = (held: bigint | null, recent = 0n) => ({
  holdingsOf: () => held,
  outflowsOf: () => [
    ...[30, 24, 18, 12].map((hour) => ({ at: NOW - hour * 3_600, amount: 3_000n })),
    ...(recent === 0n ? [] : [{ at: NOW - 1_800, amount: recent }]),
  ],
});

detectorTables(
  detector,
  [
    {
      when: 'a bridge without a label, by what it does',
      tx: paid(250_000n),
      context: { history: { ...hours(500_000n), actsAsBridge: (one: string) => one === BRIDGE } },
      severity: 'critical',
      subject: BRIDGE,
    },
    {
      when: 'half of what it has',
      tx: paid(250_000n),
      context: { labels, history: hours(500_000n) },
      severity: 'critical',
      subject: BRIDGE,
      evidence: { paid: '250000', usualBefore: '3000' },
    },
    {
      when: 'an eighth, in two portions',
      tx: paid(40_000n),
      context: { labels, history: hours(460_000n, 20_000n) },
      severity: 'high',
      subject: BRIDGE,
      evidence: { paid: '60000' },
    },
  ],
  [
    { when: 'a busy hour', tx: paid(2_500n), context: { labels, history: hours(500_000n, 6_000n) } },
    { when: 'a usual payment in a surge', tx: paid(2_000n), context: { labels, history: hours(250_000n, 250_000n) } },
    { when: 'a large payment of little of what there is', tx: paid(40_000n), context: { labels, history: hours(9_000_000n) } },
    { when: 'a bridge with a short past', tx: paid(250_000n), context: { labels, history: { holdingsOf: () => 500_000n } } },
    { when: 'somebody who is no bridge', tx: paid(250_000n), context: { history: hours(500_000n) } },
  ],
);
