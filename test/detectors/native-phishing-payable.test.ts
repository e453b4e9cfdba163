import detector from '../../src/detectors/native-phishing-payable.js';
import { address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const BAIT = address('bait');
const paid = { from: VICTIM, to: BAIT, valueWei: 10n ** 18n, input: '0x5b88349d' as const };
const aged = (seconds: number) => ({ history: { createdAt: () => NOW - seconds } });

detectorTables(
  detector,
  [
    {
      when: 'a bait of an hour',
      tx: paid,
      context: aged(3_600),
      severity: 'high',
      subject: VICTIM,
      evidence: { contract: BAIT, ageS: 3_600 },
    },
    { when: 'a bait of a week', tx: paid, context: aged(7 * 86_400), severity: 'low', subject: VICTIM },
  ],
  [
    { when: 'who receives what was promised', tx: { ...paid, logs: [transferLog(TOKEN, BAIT, VICTIM, 5n)] }, context: aged(3_600) },
    { when: 'an old contract', tx: paid, context: aged(90 * 86_400) },
    { when: 'a contract of unknown age', tx: paid },
    { when: 'no coins', tx: { ...paid, valueWei: 0n }, context: aged(3_600) },
    { when: 'another name', tx: { ...paid, input: '0x1249c58b' as const }, context: aged(3_600) },
  ],
);
