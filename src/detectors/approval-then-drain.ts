import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { isPublicPlace } from '../core/detect/taint.js';
import { takingsIn } from '../core/detect/takings.js';

interface Params {
  /** Within a day, this one included. */
  readonly minVictims: number;
}

/** A spender takes nearly all that people have soon after they allowed it. See approval-then-drain.md. */
export default defineDetector<Params>({
  id: 'approval-then-drain',
  version: 1,
  title: 'Drained after approval',
  maturity: 'stable',
  attack: 'approval',
  stage: 'user',
  needs: ['logs'],
  on: ['tokens'],
  params: { minVictims: 3 },

  inspect(tx, ctx, params) {
    const { history } = ctx;
    const taken = takingsIn(tx, ctx.timestamp, history.approvedAt, history.holdingsOf);
    const [last] = taken;
    if (last === undefined || isPublicPlace(ctx.labelsOf(last.spender))) return [];
    const victims = new Set([...history.takingsOf(last.spender).map(({ owner }) => owner), ...taken.map(({ from }) => from)]);
    if (victims.size < params.minVictims) return [];
    return [
      {
        severity: 'high',
        subject: { address: last.from, role: 'victim' },
        parties: [
          { address: last.spender, role: 'spender' },
          { address: last.to, role: 'receiver' },
          { address: last.token, role: 'token' },
        ],
        summary: `${shortAddress(last.spender)} took nearly all that ${shortAddress(last.from)} had of ${shortAddress(last.token)}, as of ${victims.size - 1} others within a day, soon after they had approved it.`,
        reasons: [
          { id: 'nearly-all', text: 'Nine tenths or more of the holdings left, and the owner received nothing.' },
          { id: 'victims', text: `${victims.size} owners were emptied so within a day.`, value: victims.size, usual: 'none' },
        ],
        evidence: { spender: last.spender, receiver: last.to, token: last.token, amount: last.amount.toString(), victims: victims.size },
      },
    ];
  },
});
