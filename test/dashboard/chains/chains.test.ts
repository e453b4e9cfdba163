import { describe, expect, it } from '@jest/globals';
import { chainHealth, chainStateSentence } from '../../../src/dashboard/chains/chain-state.js';
import { type CoverageRange, coverageCells } from '../../../src/dashboard/chains/coverage-cells.js';
import { chain } from '../support/values.js';

describe('a chain in few words', () => {
  it.each([
    [chain(), 'followed, up to the newest block', 'good'],
    [chain({ head: 101 }), 'followed, 1 block behind', 'good'],
    [chain({ head: 1_100 }), 'followed, 1,000 blocks behind', 'late'],
    [chain({ head: null }), 'followed', 'good'],
    [chain({ state: 'waiting', detail: 'no endpoint answers' }), 'waiting for a source: no endpoint answers', 'bad'],
    [chain({ state: 'failed', detail: 'another genesis' }), 'stopped: another genesis', 'bad'],
    [chain({ state: 'done' }), 'read to its end', 'good'],
  ] as const)('%#: %s', (state, sentence, health) => {
    expect([chainStateSentence(state), chainHealth(state)]).toEqual([sentence, health]);
  });
});

function range(from: number, to: number, state: CoverageRange['state']): CoverageRange {
  return { from, to, state, reasons: [], blocks: to - from + 1, modelId: null, rulesVersion: 'r' };
}

describe('the coverage strip', () => {
  it('shows one missing block among a hundred thousand', () => {
    const cells = coverageCells([range(50_001, 100_000, 'complete'), range(50_000, 50_000, 'missing'), range(0, 49_999, 'complete')]);
    expect(cells.map(({ range: { from } }) => from)).toEqual([0, 50_000, 50_001]);
    expect(cells[1]?.share).toBeGreaterThan(0.005);
    expect(cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('is empty while nothing was read', () => {
    expect(coverageCells([])).toEqual([]);
  });
});
