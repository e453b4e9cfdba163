import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { liquidationsIn } from '../core/detect/liquidations.js';

interface Params {
  readonly withinS: number;
  /** This one included. */
  readonly minCount: number;
  /** Over what an hour of the days before saw. */
  readonly factor: number;
}

const TEN_DAYS_S = 10 * 86_400;

/** A market liquidates many borrowers within an hour. See liquidation-cascade.md. */
export default defineDetector<Params>({
  id: 'liquidation-cascade',
  version: 1,
  title: 'Cascade of liquidations',
  maturity: 'stable',
  attack: 'market-stress',
  stage: 'exploit',
  needs: ['logs'],
  on: ['liquidation', 'call'],
  params: { withinS: 3_600, minCount: 4, factor: 10 },

  inspect(tx, ctx, params) {
    const liquidations = liquidationsIn(tx);
    const [first] = liquidations;
    if (first === undefined) return [];
    const { market, borrower, liquidator } = first;
    const past = ctx.history.liquidationsOf(market);
    const recent = past.filter(({ at }) => ctx.timestamp - at <= params.withinS).length + liquidations.length;
    const since = Math.min(TEN_DAYS_S, ctx.timestamp - (ctx.history.watchedSince() ?? ctx.timestamp));
    const hoursBefore = Math.max(1, since / 3_600 - 1);
    const usual = past.filter(({ at }) => ctx.timestamp - at > params.withinS).length / hoursBefore;
    if (recent < params.minCount || recent < usual * params.factor) return [];
    return [
      {
        severity: 'medium',
        subject: { address: market, role: 'market' },
        parties: [...(borrower === null ? [] : [{ address: borrower, role: 'borrower' }]), { address: liquidator, role: 'liquidator' }],
        summary: `${shortAddress(market)} liquidated ${recent} loans within an hour; ${usual.toFixed(2)} an hour is usual there.`,
        reasons: [
          {
            id: 'many',
            text: 'A price fell, or a price source says so: look at the source first.',
            value: recent,
            usual: `${usual.toFixed(2)} an hour`,
          },
        ],
        evidence: { market, count: recent, usualPerHour: usual },
      },
    ];
  },
});
