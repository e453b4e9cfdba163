import detector from '../../src/detectors/mixer-deposit-series.js';
import { ATTACKER, address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const ROBBER = address('robber');
const taint = (hops: number, share = 1) => ({
  taintOf: (one: string) => (one === ATTACKER ? { origin: ROBBER, hops, share, at: NOW - 600 } : null),
});
const MIXER = address('mixer');
const FUNDER = address('funder');
const ETHER = 10n ** 18n;
const deposit = { from: ATTACKER, to: MIXER, valueWei: 10n * ETHER };
const mixer = { labels: { [MIXER]: 'mixer' as const } };
const earlier =
  (count: number, of = ATTACKER) =>
  (account: string) =>
    account === of ? Array.from({ length: count }, (_, i) => ({ at: NOW - 60 * (i + 1), mixer: MIXER, amountWei: 10n * ETHER })) : [];
const DEPOSIT = '0xa945e51eec50ab98c161376f0db4cf2aeba3ec92755fe2fcd388bdbbb80ff196';

detectorTables(
  detector,
  [
    {
      when: 'the fifth deposit of a day',
      tx: deposit,
      context: { ...mixer, history: { mixerDepositsOf: earlier(4) } },
      severity: 'medium',
      subject: ATTACKER,
      evidence: { deposits: 5, amountWei: String(50n * ETHER) },
    },
    {
      when: 'the second one of an attacker’s money',
      tx: deposit,
      context: { ...mixer, history: { ...taint(0), mixerDepositsOf: earlier(1) } },
      severity: 'high',
      subject: ATTACKER,
      evidence: { origin: ROBBER },
    },
    {
      when: 'deposits of who gave the first coins',
      tx: deposit,
      context: {
        ...mixer,
        history: {
          mixerDepositsOf: earlier(4, FUNDER),
          fundingOf: () => ({ from: FUNDER, by: FUNDER, at: NOW - 900, amountWei: ETHER, source: 'other' as const }),
        },
      },
      severity: 'medium',
      subject: ATTACKER,
      evidence: { deposits: 5 },
    },
    {
      when: 'a mixer without a label, by its event',
      tx: { ...deposit, logs: [log(MIXER, DEPOSIT, [7n], [1n, 2n])] },
      context: { history: { mixerDepositsOf: earlier(4) } },
      severity: 'medium',
      subject: ATTACKER,
    },
  ],
  [
    { when: 'the first deposit', tx: deposit, context: mixer },
    { when: 'the third', tx: deposit, context: { ...mixer, history: { mixerDepositsOf: earlier(2) } } },
    {
      when: 'deposits of last week',
      tx: deposit,
      context: { ...mixer, history: { mixerDepositsOf: () => earlier(4)(ATTACKER).map((one) => ({ ...one, at: NOW - 7 * 86_400 })) } },
    },
    { when: 'a payment to somebody else', tx: { ...deposit, to: FUNDER }, context: { ...mixer, history: { mixerDepositsOf: earlier(4) } } },
  ],
);
