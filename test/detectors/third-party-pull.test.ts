import detector from '../../src/detectors/third-party-pull.js';
import { ATTACKER, address, TOKEN, VICTIM } from '../support/build-transaction.js';
import { transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const ROUTER = address('router');
const SECOND = address('second');
const pulls = (...owners: readonly (typeof VICTIM)[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [{ to: ROUTER, calls: owners.map((owner) => transferFrom(TOKEN, owner, ATTACKER, 900n)) }] },
});

detectorTables(
  detector,
  [
    {
      when: 'the tokens of two people who take no part',
      tx: pulls(VICTIM, SECOND),
      severity: 'high',
      subject: VICTIM,
      evidence: { receiver: ATTACKER, owners: [VICTIM, SECOND] },
    },
    {
      when: 'all that they held',
      tx: pulls(VICTIM, SECOND),
      context: { history: { holdingsOf: () => 900n } },
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'one owner', tx: pulls(VICTIM) },
    { when: 'an instalment of many', tx: pulls(VICTIM, SECOND), context: { history: { holdingsOf: () => 90_000n } } },
    { when: 'a collector’s daily round', tx: pulls(VICTIM, SECOND), context: { history: { lastCallerOf: () => ATTACKER } } },
    {
      when: 'owners who receive something',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            {
              to: ROUTER,
              calls: [VICTIM, SECOND].flatMap((owner) => [transferFrom(TOKEN, owner, ATTACKER, 900n), { to: owner, valueWei: 5n }]),
            },
          ],
        },
      },
    },
    {
      when: 'the token itself as what is called',
      tx: { from: ATTACKER, trace: { to: TOKEN, calls: [VICTIM, SECOND].map((owner) => transferFrom(TOKEN, owner, ATTACKER, 900n)) } },
    },
  ],
);
