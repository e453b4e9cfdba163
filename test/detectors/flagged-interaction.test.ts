import { describe, expect, it } from '@jest/globals';
import detector from '../../src/detectors/flagged-interaction.js';
import { address, buildContext, buildTransaction, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const THIEF = address('thief');
const labelled = { labels: { [THIEF]: 'exploiter' } } as const;

detectorTables(
  detector,
  [
    {
      when: 'ether paid to an exploiter',
      tx: { from: VICTIM, to: THIEF, valueWei: 5n },
      context: labelled,
      severity: 'high',
      subject: VICTIM,
      evidence: { flagged: THIEF, category: 'exploiter', amount: '5' },
    },
    {
      when: 'ether that reaches one through a contract',
      tx: { from: VICTIM, trace: { to: address('splitter'), valueWei: 5n, calls: [{ to: THIEF, valueWei: 4n }] } },
      context: labelled,
      severity: 'high',
      subject: address('splitter'),
    },
    {
      when: 'a token sent to a sanctioned address',
      tx: { from: VICTIM, to: TOKEN, logs: [transferLog(TOKEN, VICTIM, THIEF, 7n)] },
      context: { labels: { [THIEF]: 'sanctioned' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { token: TOKEN, amount: '7' },
    },
    {
      when: 'a call without value to a phishing contract',
      tx: { from: VICTIM, to: THIEF, input: '0x4e71d92d' },
      context: { labels: { [THIEF]: 'phishing' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { selector: '0x4e71d92d' },
    },
    {
      when: 'money that comes from one, with less alarm',
      tx: { from: THIEF, to: VICTIM, valueWei: 5n },
      context: labelled,
      severity: 'medium',
      subject: VICTIM,
    },
  ],
  [
    { when: 'people without labels', tx: { from: VICTIM, to: THIEF, valueWei: 5n } },
    { when: 'a trusted category', tx: { from: VICTIM, to: THIEF, valueWei: 5n }, context: { labels: { [THIEF]: 'exchange' } } },
    {
      when: 'a transfer of nothing that a stranger wrote',
      tx: { from: address('spammer'), to: TOKEN, logs: [transferLog(TOKEN, VICTIM, THIEF, 0n)] },
      context: labelled,
    },
    {
      when: 'a token that claims on its own that somebody paid an exploiter',
      tx: { from: address('spammer'), to: TOKEN, logs: [transferLog(TOKEN, VICTIM, THIEF, 7n)] },
      context: labelled,
    },
    {
      when: 'a token that claims on its own that an exploiter paid somebody',
      tx: { from: address('spammer'), to: TOKEN, logs: [transferLog(TOKEN, THIEF, VICTIM, 7n)] },
      context: labelled,
    },
    {
      when: 'a payment that was undone',
      tx: { from: VICTIM, trace: { to: address('splitter'), calls: [{ to: THIEF, valueWei: 4n, failed: true }] } },
      context: labelled,
    },
  ],
);

describe('flagged-interaction in bulk', () => {
  it('tells each pair once, and of many some', () => {
    const many = Array.from({ length: 9 }, (_, i) => address(`payee${i}`));
    const logs = [...many, ...many].map((payee) => transferLog(TOKEN, VICTIM, payee, 1n));
    const labels = Object.fromEntries(many.map((payee) => [payee, 'scam' as const]));
    const found = detector.inspect(buildTransaction({ from: VICTIM, to: TOKEN, logs }), buildContext({ labels }));
    expect(found.map(({ evidence }) => evidence['flagged'])).toEqual(many.slice(0, 5));
  });
});
