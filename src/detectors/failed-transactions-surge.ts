import { defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';

interface Params {
  /** Within the hour, this one included; told again each time as many more failed. */
  readonly every: number;
  readonly minShare: number;
  readonly minCallsBefore: number;
  readonly maxShareBefore: number;
}

/** A contract that went well fails again and again: somebody tries for a hole. See failed-transactions-surge.md. */
export default defineDetector<Params>({
  id: 'failed-transactions-surge',
  version: 1,
  title: 'Surge of failed transactions',
  maturity: 'stable',
  attack: 'probing',
  stage: 'exploit',
  needs: ['logs'],
  on: ['failure'],
  params: { every: 10, minShare: 0.5, minCallsBefore: 20, maxShareBefore: 0.1 },

  inspect(tx, ctx, params) {
    if (tx.receipt?.status !== 0 || tx.to === null) return [];
    const known = ctx.history.callsOf(tx.to);
    if (known === null) return [];
    const isThisHour = known.hour === Math.floor(ctx.timestamp / 3_600);
    const failed = (isThisHour ? known.failed : 0) + 1;
    const calls = (isThisHour ? known.calls : 0) + 1;
    const [callsBefore, failedBefore] = isThisHour
      ? [known.callsBefore, known.failedBefore]
      : [known.callsBefore + known.calls, known.failedBefore + known.failed];
    // Where all that was seen is of this hour, what went well in it is the measure.
    const wentWell = callsBefore - failedBefore + calls - failed;
    if (failed % params.every !== 0 || failed / calls < params.minShare || wentWell < params.minCallsBefore) return [];
    if (callsBefore > 0 && failedBefore / callsBefore > params.maxShareBefore) return [];
    return [
      {
        severity: 'low',
        subject: { address: tx.to, role: 'contract' },
        parties: [{ address: tx.from, role: 'sender' }],
        summary: `${failed} of ${calls} calls of ${shortAddress(tx.to)} failed within the hour.`,
        reasons: [
          {
            id: 'failures',
            text: `${formatPercent(failed / calls)} of the hour's calls failed.`,
            value: failed,
            usual: callsBefore === 0 ? 'unknown' : formatPercent(failedBefore / callsBefore),
          },
        ],
        evidence: { contract: tx.to, failed, calls, callsBefore, failedBefore },
      },
    ];
  },
});
