import { describe, expect, it } from '@jest/globals';
import { barHeights, gapSpans, mergeBlocks, riskPoints } from '../../../src/dashboard/overview/risk-points.js';
import { block } from '../support/values.js';

const REASONS = ['no-source'];

describe('the places of the risk chart', () => {
  it('take one block a number, the live one over the fetched one, and only the newest', () => {
    const merged = mergeBlocks([block(3), block(1), block(2)], [block(3, { maxRisk: 99 }), block(4)], 3);
    expect(merged.map(({ number, maxRisk }) => [number, maxRisk])).toEqual([
      [2, 40],
      [3, 99],
      [4, 40],
    ]);
  });

  it('leave no place for numbers between recorded blocks: nobody was to read them', () => {
    const points = riskPoints([block(100), block(5_000)], []);
    expect(points.map(({ kind }) => kind)).toEqual(['block', 'block']);
    expect(gapSpans(points)).toEqual([]);
  });

  it('hatch what the ledger calls missing, where it is', () => {
    const points = riskPoints([block(10), block(11), block(14)], [{ from: 12, to: 13, reasons: REASONS }]);
    expect(points.map((point) => (point.kind === 'block' ? point.block.number : point.kind))).toEqual([10, 11, 'gap', 'gap', 14]);
    expect(gapSpans(points)).toEqual([[2, 3]]);
  });

  it('give a gap of a million blocks a width that leaves room for what was seen', () => {
    const points = riskPoints([block(1), block(1_000_002)], [{ from: 2, to: 1_000_001, reasons: REASONS }]);
    expect(points.length).toBeLessThan(12);
  });

  it('are as high as their risk; where nothing was scored, as full as their block', () => {
    const gap = { from: 3, to: 3, reasons: REASONS };
    expect(barHeights(riskPoints([block(1), block(2, { maxRisk: null }), block(4)], [gap]))).toEqual([40, null, null, 40]);
    const unscored = Array.from({ length: 100 }, (_, at) => block(at, { maxRisk: null, transactions: at === 50 ? 90_000 : 20 }));
    expect(barHeights(riskPoints(unscored, [])).slice(49, 52)).toEqual([80, 100, 80]);
    expect(barHeights([])).toEqual([]);
  });

  it('leave out gaps that lie outside of what is shown', () => {
    expect(riskPoints([block(10), block(11)], [{ from: 1, to: 5, reasons: REASONS }])).toHaveLength(2);
    expect(riskPoints([], [{ from: 1, to: 5, reasons: REASONS }])).toEqual([]);
  });
});
