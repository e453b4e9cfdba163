import { bridgesBy, payoutsOf } from '../core/detect/bridges.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, formatPercent, shortAddress } from '../core/detect/format.js';

interface Params {
  readonly withinS: number;
  /** Over the median of the hours with payments of ten days. */
  readonly factor: bigint;
  /** Of what the bridge had at the window's beginning. */
  readonly minShare: number;
  /** Hours with payments that the past must have. */
  readonly minHours: number;
}

/** A bridge pays far more than in other hours. See bridge-outflow-surge.md. */
export default defineDetector<Params>({
  id: 'bridge-outflow-surge',
  version: 1,
  title: 'Surge out of a bridge',
  maturity: 'stable',
  attack: 'bridge',
  stage: 'exploit',
  needs: [],
  on: ['payment'],
  params: { withinS: 3_600, factor: 10n, minShare: 0.1, minHours: 3 },

  inspect(tx, ctx, params) {
    const payouts = payoutsOf(tx, bridgesBy(ctx.labelsOf, ctx.history.actsAsBridge));
    const [first] = payouts;
    if (first === undefined) return [];
    const { bridge, token, to } = first;
    const now = payouts.filter((one) => one.bridge === bridge && one.token === token).reduce((sum, { amount }) => sum + amount, 0n);
    const hours = ctx.history.outflowsOf(bridge, token);
    const isRecent = (at: number) => ctx.timestamp - at < params.withinS * 2;
    const recent = hours.filter(({ at }) => isRecent(at)).reduce((sum, { amount }) => sum + amount, 0n) + now;
    const past = hours.filter(({ at }) => !isRecent(at));
    const usual = past.map(({ amount }) => amount).sort((a, b) => (a < b ? -1 : 1))[past.length >> 1] ?? 0n;
    const held = ctx.history.holdingsOf(bridge, token);
    const share = held === null ? null : Number(recent) / Math.max(1, Number(held + recent - now));
    // A usual payment within a surge is not the surge.
    if (now <= usual || past.length < params.minHours || recent < usual * params.factor || (share !== null && share < params.minShare))
      return [];
    return [
      {
        severity: share !== null && share >= 0.25 ? 'critical' : 'high',
        subject: { address: bridge, role: 'victim' },
        parties: [
          { address: to, role: 'receiver' },
          { address: token, role: 'token' },
        ],
        summary: `The bridge ${shortAddress(bridge)} paid ${formatAmount(recent, ctx.decimalsOf(token))} of ${shortAddress(token)} within two hours${share === null ? '' : `, ${formatPercent(Math.min(1, share))} of what it had`}; ${formatAmount(usual, ctx.decimalsOf(token))} an hour was usual in ten days.`,
        reasons: [
          {
            id: 'over-history',
            text: `${(Number(recent) / Math.max(1, Number(usual))).toFixed(0)} times its usual hour.`,
            value: Number(recent) / Math.max(1, Number(usual)),
            usual: 'below 10',
          },
        ],
        evidence: { bridge, token, paid: recent.toString(), usualBefore: usual.toString(), hours: past.length, share },
      },
    ];
  },
});
