import detector from '../../src/detectors/admin-pause-toggled.js';
import { ATTACKER, address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const CONTRACT = address('bridge');
const paused = log(CONTRACT, '0x62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258', [], [ATTACKER]);
const unpaused = log(CONTRACT, '0x5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa', [], [ATTACKER]);
const known = { history: { firstSeenAt: () => 1 } };

detectorTables(
  detector,
  [
    {
      when: 'a pause',
      tx: { to: CONTRACT, logs: [paused] },
      context: known,
      severity: 'medium',
      subject: CONTRACT,
      evidence: { isPaused: true },
    },
    {
      when: 'its end',
      tx: { to: CONTRACT, logs: [unpaused] },
      context: known,
      severity: 'low',
      subject: CONTRACT,
      evidence: { isPaused: false },
    },
    { when: 'a pause of a contract never seen', tx: { to: CONTRACT, logs: [paused] }, severity: 'low', subject: CONTRACT },
  ],
  [
    { when: 'a contract that begins paused', tx: { to: null, creates: CONTRACT, logs: [paused] }, context: known },
    {
      when: 'something else that the contract says',
      tx: { to: CONTRACT, logs: [log(CONTRACT, `0x${'12'.repeat(32)}`, [])] },
      context: known,
    },
  ],
);

detectorTables(
  { ...detector, id: 'admin-pause-toggled within one transaction' },
  [
    {
      when: 'only where it ends',
      tx: { to: CONTRACT, logs: [unpaused, paused] },
      context: known,
      severity: 'medium',
      subject: CONTRACT,
      evidence: { isPaused: true },
    },
  ],
  [],
);
