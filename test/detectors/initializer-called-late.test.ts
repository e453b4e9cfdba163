import detector from '../../src/detectors/initializer-called-late.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const HOUSE = address('house');
const AGENT = address('agent');
const NOW = 1_700_000_000;
const INITIALIZE = calldata('0xc4d66de8', ATTACKER);
const direct = { from: ATTACKER, trace: { to: HOUSE, selector: INITIALIZE } };

detectorTables(
  detector,
  [
    {
      when: 'a contract of an earlier transaction',
      tx: direct,
      severity: 'high',
      subject: HOUSE,
      evidence: { caller: ATTACKER, ageS: null },
    },
    {
      when: 'somebody else’s contract of a minute ago',
      tx: direct,
      context: { history: { creatorOf: () => address('owner'), createdAt: () => NOW - 60 } },
      severity: 'high',
      subject: HOUSE,
      evidence: { ageS: 60 },
    },
    {
      when: 'a call by the sender’s contract',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [{ to: HOUSE, selector: INITIALIZE }] } },
      severity: 'high',
      subject: HOUSE,
      evidence: { caller: AGENT },
    },
  ],
  [
    {
      when: 'a contract that is made in the same transaction',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: HOUSE, kind: 'CREATE' as const },
            { to: HOUSE, selector: INITIALIZE },
          ],
        },
      },
    },
    { when: 'its own maker, in a second step', tx: direct, context: { history: { creatorOf: () => ATTACKER } } },
    {
      when: 'an initializer that fails, as it should',
      tx: { trace: { to: AGENT, calls: [{ to: HOUSE, selector: INITIALIZE, failed: true }] } },
    },
    {
      when: 'a proxy that initializes itself by its code',
      tx: { trace: { to: AGENT, calls: [{ to: HOUSE, kind: 'DELEGATECALL' as const, selector: INITIALIZE }] } },
    },
  ],
);
