import detector from '../../src/detectors/signature-replay.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const HOUSE = address('house');
const R = BigInt(`0x${'9c'.repeat(32)}`);
const S = BigInt(`0x${'4d'.repeat(32)}`);
const CLAIM = calldata('0x0c7dedb9', 900n, 1n, 27n, R, S);
const claim = { from: ATTACKER, to: HOUSE, input: CLAIM, logs: [transferLog(TOKEN, HOUSE, ATTACKER, 900n)] };
const seen = { history: { signatureSeen: () => ({ by: address('first'), at: 1_699_999_000, selector: '0x0c7dedb9' as const, times: 1 }) } };

detectorTables(
  detector,
  [
    {
      when: 'a voucher that is cashed again',
      tx: claim,
      context: seen,
      severity: 'high',
      subject: HOUSE,
      evidence: { firstBy: address('first'), secondsBefore: 1_000, timesBefore: 1, amount: '900' },
    },
    {
      when: 'a signature of 65 bytes',
      tx: { ...claim, input: `${calldata('0x0c7dedb9', 64n, 65n, R, S)}1b${'0'.repeat(62)}` as const },
      context: seen,
      severity: 'high',
      subject: HOUSE,
    },
  ],
  [
    { when: 'a signature that is new', tx: claim },
    {
      when: 'an order that is filled in parts and paid for',
      tx: { ...claim, logs: [...claim.logs, transferLog(address('coin'), ATTACKER, HOUSE, 5n)] },
      context: seen,
    },
    { when: 'a call that moves nothing', tx: { ...claim, logs: [] }, context: seen },
    { when: 'numbers that only look like v', tx: { ...claim, input: calldata('0x0c7dedb9', 27n, 5n, 28n, 7n, 9n) }, context: seen },
  ],
);
