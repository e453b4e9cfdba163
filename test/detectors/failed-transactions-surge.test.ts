import detector from '../../src/detectors/failed-transactions-surge.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const HOUSE = address('house');
const failed = { from: ATTACKER, to: HOUSE, status: 0 as const };
const HOUR = Math.floor(NOW / 3_600);
const calls = (count: number, bad: number, callsBefore: number, failedBefore: number, hour = HOUR) => ({
  history: { callsOf: () => ({ hour, calls: count, failed: bad, callsBefore, failedBefore }) },
});

detectorTables(
  detector,
  [
    {
      when: 'the twentieth failure of the hour',
      tx: failed,
      context: calls(25, 19, 200, 2),
      severity: 'low',
      subject: HOUSE,
      evidence: { failed: 20, calls: 26 },
    },
    { when: 'the fortieth', tx: failed, context: calls(45, 39, 200, 2), severity: 'low', subject: HOUSE },
    { when: 'a house whose good calls are of this hour', tx: failed, context: calls(39, 19, 0, 0), severity: 'low', subject: HOUSE },
  ],
  [
    { when: 'the nineteenth', tx: failed, context: calls(25, 18, 200, 2) },
    { when: 'a contract where many calls fail as a rule', tx: failed, context: calls(25, 19, 200, 80) },
    { when: 'a few of many', tx: failed, context: calls(500, 19, 5_000, 20) },
    { when: 'failures of the hour before', tx: failed, context: calls(25, 19, 200, 2, HOUR - 1) },
    { when: 'a contract that nobody used before', tx: failed, context: calls(20, 19, 0, 0) },
    { when: 'a call that goes well', tx: { from: ATTACKER, to: HOUSE }, context: calls(25, 19, 200, 2) },
  ],
);
