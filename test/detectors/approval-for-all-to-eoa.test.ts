import detector from '../../src/detectors/approval-for-all-to-eoa.js';
import { address, approvalForAllLog, approvalLog, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const OPERATOR = address('operator');
const approves = { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, OPERATOR, true)] };
const plain = { code: { [OPERATOR]: 'none' as const } };

detectorTables(
  detector,
  [
    {
      when: 'an operator without code',
      tx: approves,
      context: plain,
      severity: 'high',
      subject: VICTIM,
      evidence: { collection: TOKEN, operator: OPERATOR },
    },
    {
      when: 'one that a drainer’s label does not excuse',
      tx: approves,
      context: { ...plain, labels: { [OPERATOR]: 'drainer' } },
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a market', tx: approves, context: { code: { [OPERATOR]: 'some' } } },
    { when: 'an operator of whom it is not known', tx: approves },
    {
      when: 'an approval that is taken back',
      tx: { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, OPERATOR, false)] },
      context: plain,
    },
    { when: 'a custodian', tx: approves, context: { ...plain, labels: { [OPERATOR]: 'custodian' } } },
    { when: 'an allowance of tokens', tx: { from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, OPERATOR, 5n)] }, context: plain },
  ],
);
