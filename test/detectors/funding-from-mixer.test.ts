import detector from '../../src/detectors/funding-from-mixer.js';
import { address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const MIXER = address('mixer');
const NEW = address('new');
const MIDDLE = address('middle');
const NOW = 1_700_000_000;
const ETHER = 10n ** 18n;
const paysOut = { from: address('relayer'), trace: { to: MIXER, calls: [{ to: NEW, valueWei: ETHER }] } };
const withdrawal = log(MIXER, '0xe9e508bad6d4c3227e881ca19068f099da81b5164dd6d62b2eaf1e8bc6c34931', [address('relayer')], [NEW, 1n, 0n]);
const passesOn = { from: MIDDLE, to: NEW, valueWei: ETHER };
const fundedByMixer = (agoS: number) => ({
  timestamp: NOW,
  history: { fundingOf: () => ({ from: MIXER, by: MIXER, at: NOW - agoS, amountWei: ETHER, source: 'mixer' as const }) },
});

detectorTables(
  detector,
  [
    {
      when: 'the first coins of an account, from a labelled mixer',
      tx: paysOut,
      context: { labels: { [MIXER]: 'mixer' } },
      severity: 'medium',
      subject: NEW,
      evidence: { payer: MIXER, hops: 1, amountWei: ETHER.toString() },
    },
    { when: 'a mixer without a label, by what it says', tx: { ...paysOut, logs: [withdrawal] }, severity: 'medium', subject: NEW },
    {
      when: 'a mixer without a label or logs, by how it is called',
      tx: { from: address('relayer'), trace: { to: MIXER, selector: '0x21a0adb6', calls: [{ to: NEW, valueWei: ETHER }] } },
      severity: 'medium',
      subject: NEW,
    },
    {
      when: 'somebody whom a mixer funded yesterday',
      tx: passesOn,
      context: fundedByMixer(86_400),
      severity: 'low',
      subject: NEW,
      evidence: { hops: 2 },
    },
  ],
  [
    { when: 'an account that was seen before', tx: paysOut, context: { labels: { [MIXER]: 'mixer' }, history: { firstSeenAt: () => 5 } } },
    { when: 'a payer whom a mixer funded a month ago', tx: passesOn, context: fundedByMixer(30 * 86_400) },
    { when: 'an exchange', tx: passesOn, context: { labels: { [MIDDLE]: 'exchange' } } },
    { when: 'a contract', tx: paysOut, context: { labels: { [MIXER]: 'mixer' }, code: { [NEW]: 'some' } } },
    { when: 'a payment that failed', tx: { ...passesOn, status: 0 as const }, context: fundedByMixer(60) },
  ],
);
