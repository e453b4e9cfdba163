import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  readonly minCalls: number;
  /** Over the most that the function ever took. */
  readonly factor: number;
  readonly minGas: number;
}

/** A function takes many times the gas that it ever took. See gas-outlier.md. */
export default defineDetector<Params>({
  id: 'gas-outlier',
  version: 1,
  title: 'Gas far over a function’s history',
  maturity: 'stable',
  attack: 'griefing',
  stage: 'exploit',
  needs: ['logs'],
  on: ['call'],
  params: { minCalls: 10, factor: 5, minGas: 500_000 },

  inspect(tx, ctx, params) {
    const gas = tx.receipt?.gasUsed ?? null;
    if (gas === null || gas < params.minGas || tx.to === null || tx.decoded.selector === null) return [];
    const known = ctx.history.functionOf(tx.to, tx.decoded.selector);
    if (known === null || known.calls < params.minCalls) return [];
    const most = Math.exp(known.gasMax) - 1;
    if (gas < most * params.factor) return [];
    return [
      {
        severity: 'low',
        subject: { address: tx.to, role: 'contract' },
        parties: [{ address: tx.from, role: 'sender' }],
        summary: `${tx.decoded.selector} of ${shortAddress(tx.to)} took ${gas.toLocaleString('en-US')} gas, ${(gas / most).toFixed(1)} times the most of ${known.calls} calls before.`,
        reasons: [
          {
            id: 'gas',
            text: 'It did many times as much as ever before.',
            value: gas,
            usual: `at most ${Math.round(most).toLocaleString('en-US')}`,
          },
        ],
        evidence: { contract: tx.to, selector: tx.decoded.selector, gas, mostBefore: Math.round(most), calls: known.calls },
      },
    ];
  },
});
