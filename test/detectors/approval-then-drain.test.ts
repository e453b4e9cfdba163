import detector from '../../src/detectors/approval-then-drain.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const COLLECTOR = address('collector');
const before = (...names: readonly string[]) => names.map((name) => ({ at: NOW - 600, owner: address(name) }));
const taken = { from: ATTACKER, to: COLLECTOR, logs: [transferLog(TOKEN, VICTIM, ATTACKER, 950n)] };
const history = {
  approvedAt: (_owner: string, spender: string) => (spender === COLLECTOR ? NOW - 900 : null),
  holdingsOf: () => 1_000n,
  takingsOf: () => before('first', 'second'),
};

detectorTables(
  detector,
  [
    {
      when: 'the third owner of a day',
      tx: taken,
      context: { history },
      severity: 'high',
      subject: VICTIM,
      evidence: { spender: COLLECTOR, victims: 3, amount: '950' },
    },
    {
      when: 'a spender that is an account',
      tx: { ...taken, to: TOKEN },
      context: { history: { ...history, approvedAt: (_owner: string, spender: string) => (spender === ATTACKER ? NOW - 900 : null) } },
      severity: 'high',
      subject: VICTIM,
      evidence: { spender: ATTACKER },
    },
  ],
  [
    { when: 'the first owner', tx: taken, context: { history: { ...history, takingsOf: () => [] } } },
    { when: 'an instalment', tx: taken, context: { history: { ...history, holdingsOf: () => 100_000n } } },
    { when: 'an approval of last month', tx: taken, context: { history: { ...history, approvedAt: () => NOW - 30 * 86_400 } } },
    {
      when: 'an owner who receives something',
      tx: { ...taken, logs: [...taken.logs, transferLog(address('coin'), ATTACKER, VICTIM, 5n)] },
      context: { history },
    },
    { when: 'an owner who sends it itself', tx: { ...taken, from: VICTIM }, context: { history } },
    { when: 'a known protocol', tx: taken, context: { history, labels: { [COLLECTOR]: 'defi' } } },
  ],
);
