import detector from '../../src/detectors/approval-unlimited-to-eoa.js';
import { address, approvalForAllLog, approvalLog, permit2ApprovalLog, TOKEN, UNLIMITED, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const THIEF = address('thief');
const plainThief = { code: { [THIEF]: 'none' } } as const;
const approval = (amount: bigint) => ({ from: VICTIM, to: TOKEN, logs: [approvalLog(TOKEN, VICTIM, THIEF, amount)] });

detectorTables(
  detector,
  [
    {
      when: 'an allowance of everything for an account without code',
      tx: approval(UNLIMITED),
      context: plainThief,
      severity: 'high',
      subject: VICTIM,
      evidence: { token: TOKEN, spender: THIEF, kind: 'erc20', amount: UNLIMITED.toString() },
    },
    {
      when: 'an amount that no token has, though it is not the highest',
      tx: approval(2n ** 128n),
      context: plainThief,
      severity: 'high',
      subject: VICTIM,
    },
    {
      when: 'the same through Permit2, whose amounts have 160 bits',
      tx: { from: VICTIM, logs: [permit2ApprovalLog(TOKEN, VICTIM, THIEF, 2n ** 160n - 1n)] },
      context: plainThief,
      severity: 'high',
      subject: VICTIM,
      evidence: { kind: 'permit2', token: TOKEN },
    },
    {
      when: 'a spender that labels know for something else',
      tx: approval(UNLIMITED),
      context: { ...plainThief, labels: { [THIEF]: 'mev' } },
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a contract as spender', tx: approval(UNLIMITED), context: { code: { [THIEF]: 'some' } } },
    { when: 'a spender whose code is unknown', tx: approval(UNLIMITED) },
    { when: 'a limited amount', tx: approval(2n ** 128n - 1n), context: plainThief },
    { when: 'a revocation', tx: approval(0n), context: plainThief },
    { when: 'a custodian’s account', tx: approval(UNLIMITED), context: { ...plainThief, labels: { [THIEF]: 'custodian' } } },
    {
      when: 'an owner who approves itself',
      tx: { from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, VICTIM, UNLIMITED)] },
      context: { code: { [VICTIM]: 'none' } },
    },
    {
      when: 'an approval of a whole collection, which is another detector’s',
      tx: { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, THIEF, true)] },
      context: plainThief,
    },
  ],
);
