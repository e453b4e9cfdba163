import detector from '../../src/detectors/address-poisoning-fake-token.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const LOOKALIKE = address('look-alike');
const TRUE_ONE = address('true-one');
const faked = { from: ATTACKER, to: TOKEN, logs: [transferLog(TOKEN, VICTIM, LOOKALIKE, 900n)] };
const knows = { lookalikeOf: (owner: string, other: string) => (owner === VICTIM && other === LOOKALIKE ? TRUE_ONE : null) };

detectorTables(
  detector,
  [
    {
      when: 'an event by which a wallet paid a look-alike',
      tx: faked,
      context: { history: knows },
      severity: 'medium',
      subject: VICTIM,
      evidence: { lookalike: LOOKALIKE, imitated: TRUE_ONE, victims: 1 },
    },
  ],
  [
    { when: 'a token that the wallet has', tx: faked, context: { history: { ...knows, holdingsOf: () => 5_000n } } },
    { when: 'a known token', tx: faked, context: { history: knows, labels: { [TOKEN]: 'token' } } },
    { when: 'the wallet’s own payment', tx: { ...faked, from: VICTIM }, context: { history: knows } },
    { when: 'a payment to nobody’s look-alike', tx: faked },
    { when: 'a transfer of nothing', tx: { ...faked, logs: [transferLog(TOKEN, VICTIM, LOOKALIKE, 0n)] }, context: { history: knows } },
  ],
);
