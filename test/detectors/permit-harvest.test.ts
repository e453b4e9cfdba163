import detector from '../../src/detectors/permit-harvest.js';
import { ATTACKER, address, TOKEN, VICTIM } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const MARKET = address('market');
const permit = (spender: typeof VICTIM) => calldata('0xd505accf', VICTIM, spender, 900n, 2_000_000_000n, 27n, 5n, 7n);
const handedIn = { from: ATTACKER, to: TOKEN, input: permit(ATTACKER) };
const others = {
  history: {
    permitsHandedInFor: () => [
      { at: NOW - 60, owner: address('first') },
      { at: NOW - 30, owner: address('second') },
    ],
  },
};

detectorTables(
  detector,
  [
    {
      when: 'the third owner’s permit for the sender',
      tx: handedIn,
      context: others,
      severity: 'high',
      subject: VICTIM,
      evidence: { spender: ATTACKER, owners: 3 },
    },
    {
      when: 'a spender that is another plain account',
      tx: { ...handedIn, input: permit(MARKET) },
      context: { ...others, code: { [MARKET]: 'none' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { spender: MARKET },
    },
  ],
  [
    { when: 'the first owner', tx: handedIn },
    { when: 'an owner’s own permit', tx: { ...handedIn, from: VICTIM }, context: others },
    { when: 'a protocol’s contract', tx: { ...handedIn, input: permit(MARKET) }, context: { ...others, code: { [MARKET]: 'some' } } },
    { when: 'a spender of whom nothing is known', tx: { ...handedIn, input: permit(MARKET) }, context: others },
    { when: 'a permit that fails', tx: { ...handedIn, status: 0 }, context: others },
  ],
);
