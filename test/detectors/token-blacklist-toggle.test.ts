import detector from '../../src/detectors/token-blacklist-toggle.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const bought = { history: { tradersOf: () => ({ buyers: [address('one'), address('two')], sellers: [], failedSellers: [] }) } };
const call = (input: `0x${string}`) => ({ from: ATTACKER, to: TOKEN, input });
const OFF = calldata('0xc2e5ec04', false);

detectorTables(
  detector,
  [
    {
      when: 'trading that is switched off',
      tx: call(OFF),
      context: bought,
      severity: 'high',
      subject: TOKEN,
      evidence: { what: 'trading', buyers: 2 },
    },
    {
      when: 'a holder who is shut out',
      tx: call(calldata('0x404e5129', address('one'), true)),
      context: bought,
      severity: 'medium',
      subject: TOKEN,
      evidence: { what: 'holders' },
    },
    {
      when: 'bots that are named',
      tx: call(calldata('0xd34628cc', 32n, 1n, address('one'))),
      context: bought,
      severity: 'medium',
      subject: TOKEN,
    },
  ],
  [
    { when: 'trading that is switched on', tx: call(calldata('0xc2e5ec04', true)), context: bought },
    { when: 'a holder who is let in again', tx: call(calldata('0x404e5129', address('one'), false)), context: bought },
    { when: 'a token that nobody bought', tx: call(OFF) },
    { when: 'an issuer of dollars', tx: call(OFF), context: { ...bought, labels: { [TOKEN]: 'stablecoin' } } },
    { when: 'a call that fails', tx: { ...call(OFF), status: 0 }, context: bought },
  ],
);
