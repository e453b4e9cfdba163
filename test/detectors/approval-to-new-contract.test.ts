import detector from '../../src/detectors/approval-to-new-contract.js';
import { address, approvalForAllLog, approvalLog, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const SPENDER = address('spender');
const MAKER = address('maker');
const created = (secondsAgo: number, maker = MAKER) => ({
  history: { createdAt: (one: string) => (one === SPENDER ? NOW - secondsAgo : null), creatorOf: () => maker },
});
const approves = { from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, SPENDER, 900n)] };

detectorTables(
  detector,
  [
    {
      when: 'a spender of an hour',
      tx: approves,
      context: created(3_600),
      severity: 'medium',
      subject: VICTIM,
      evidence: { spender: SPENDER, ageS: 3_600, deployer: MAKER },
    },
    {
      when: 'an operator of a day, for all pieces',
      tx: { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, SPENDER, true)] },
      context: created(86_400),
      severity: 'medium',
      subject: VICTIM,
      evidence: { kind: 'for-all' },
    },
    {
      when: 'two approvals of one spender, once',
      tx: { from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, SPENDER, 900n), approvalLog(address('other'), VICTIM, SPENDER, 900n)] },
      context: created(60),
      severity: 'medium',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a spender of a week', tx: approves, context: created(7 * 86_400) },
    { when: 'a spender whose creation was not seen', tx: approves },
    { when: 'a spender that labels know', tx: approves, context: { ...created(3_600), labels: { [SPENDER]: 'defi' } } },
    { when: 'the owner’s own contract', tx: approves, context: created(3_600, VICTIM) },
    {
      when: 'an approval that is taken back',
      tx: { from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, SPENDER, 0n)] },
      context: created(3_600),
    },
  ],
);
