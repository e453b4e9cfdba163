import detector from '../../src/detectors/bridge-mint-without-lock.js';
import { ATTACKER, address, log, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const BRIDGE = address('bridge');
const labels = { [BRIDGE]: 'bridge' as const };
const ID = BigInt(`0x${'9c'.repeat(32)}`);
const paid = (ids: readonly bigint[] = [ID]) => ({
  from: ATTACKER,
  to: BRIDGE,
  logs: [transferLog(TOKEN, BRIDGE, ATTACKER, 9_000n), log(BRIDGE, `0x${'77'.repeat(32)}`, [...ids, TOKEN])],
});

detectorTables(
  detector,
  [
    {
      when: 'a message that was never announced',
      tx: paid(),
      context: { labels, history: { announcementsOf: () => 12 } },
      severity: 'high',
      subject: BRIDGE,
      evidence: { token: TOKEN, announcements: 12 },
    },
    {
      when: 'most of what a silent bridge has',
      tx: paid(),
      context: { labels, history: { holdingsOf: () => 10_000n } },
      severity: 'high',
      subject: BRIDGE,
      evidence: { share: 0.9 },
    },
  ],
  [
    {
      when: 'a message that was proven before',
      tx: paid(),
      context: { labels, history: { announcementsOf: () => 12, isAnnounced: () => true } },
    },
    { when: 'a silent bridge’s small payment', tx: paid(), context: { labels, history: { holdingsOf: () => 900_000n } } },
    { when: 'a payment without a number', tx: paid([]), context: { labels, history: { announcementsOf: () => 12 } } },
    { when: 'somebody who is no bridge', tx: paid(), context: { history: { announcementsOf: () => 12 } } },
  ],
);
