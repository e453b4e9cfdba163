import detector from '../../src/detectors/delegation-7702-to-flagged.js';
import { ATTACKER, address, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const DELEGATE = address('delegate');
const signed = { from: ATTACKER, to: VICTIM, authorizations: [{ delegate: DELEGATE, authority: VICTIM }] };
const young = { history: { createdAt: () => NOW - 3_600, creatorOf: () => address('maker') } };

detectorTables(
  detector,
  [
    {
      when: 'the code of a drainer',
      tx: signed,
      context: { labels: { [DELEGATE]: 'drainer' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { delegate: DELEGATE, isRecovered: true, category: 'drainer' },
    },
    { when: 'the code of nobody known, of an hour', tx: signed, context: young, severity: 'medium', subject: VICTIM },
    {
      when: 'a signature that was not recovered',
      tx: { ...signed, authorizations: [{ delegate: DELEGATE, authority: null }] },
      context: { labels: { [DELEGATE]: 'drainer' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { isRecovered: false },
    },
  ],
  [
    { when: 'a known wallet’s code', tx: signed, context: { ...young, labels: { [DELEGATE]: 'defi' } } },
    {
      when: 'a delegation that is taken back',
      tx: { ...signed, authorizations: [{ delegate: address(''), authority: VICTIM }] },
      context: young,
    },
    { when: 'code of unknown age', tx: signed },
    { when: 'code of the account’s own', tx: signed, context: { history: { ...young.history, creatorOf: () => VICTIM } } },
    { when: 'no authorization', tx: { from: ATTACKER, to: VICTIM }, context: young },
  ],
);
