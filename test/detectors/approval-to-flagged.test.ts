import detector from '../../src/detectors/approval-to-flagged.js';
import { address, approvalForAllLog, approvalLog, permit2ApprovalLog, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const DRAINER = address('drainer');
const flagged = { labels: { [DRAINER]: 'drainer' } } as const;
const approval = (amount: bigint) => ({ from: VICTIM, to: TOKEN, logs: [approvalLog(TOKEN, VICTIM, DRAINER, amount)] });

detectorTables(
  detector,
  [
    {
      when: 'any amount for a drainer, code or none',
      tx: approval(1n),
      context: { ...flagged, code: { [DRAINER]: 'some' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { spender: DRAINER, label: 'drainer', amount: '1', source: 'test' },
    },
    {
      when: 'a whole collection for a phishing address',
      tx: { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, DRAINER, true)] },
      context: { labels: { [DRAINER]: 'phishing' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { kind: 'for-all' },
    },
    {
      when: 'an approval through Permit2',
      tx: { from: VICTIM, logs: [permit2ApprovalLog(TOKEN, VICTIM, DRAINER, 5n)] },
      context: flagged,
      severity: 'high',
      subject: VICTIM,
      evidence: { kind: 'permit2' },
    },
  ],
  [
    { when: 'a spender without a label', tx: approval(1n) },
    { when: 'a spender that labels call harmless', tx: approval(1n), context: { labels: { [DRAINER]: 'defi' } } },
    { when: 'a mixer, which is for another detector', tx: approval(1n), context: { labels: { [DRAINER]: 'mixer' } } },
    { when: 'a revocation: it is the cure', tx: approval(0n), context: flagged },
    {
      when: 'a revoked collection',
      tx: { from: VICTIM, logs: [approvalForAllLog(TOKEN, VICTIM, DRAINER, false)] },
      context: flagged,
    },
  ],
);
