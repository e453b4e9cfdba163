import { describe, expect, it } from '@jest/globals';
import type { Block } from '../../src/core/chain/block.js';
import { coverageGaps, sourceDisagreements } from '../../src/pipeline/analyse/operate-findings.js';

const block = (parts: Partial<Block>): Block => ({ number: 100, partialReasons: [], disagreements: [], ...parts }) as unknown as Block;

describe('coverage-gap', () => {
  it('tells of blocks that are missing before this one', () => {
    const [gap, ...more] = coverageGaps(block({}), [{ from: 95, to: 99, reason: 'malformed' }], new Set());
    expect(gap).toMatchObject({ severity: 'medium', evidence: { from: 95, to: 99, blocks: 5, reason: 'malformed' } });
    expect(gap?.summary).toBe('Blocks 95 to 99 could not be read: what happened there was not looked at.');
    expect(more).toEqual([]);
  });

  it('tells of traces that a source failed to give, and of detectors that failed', () => {
    const found = coverageGaps(block({ partialReasons: ['traces-failed', 'no-model'] }), [], new Set(['amount-overflow']));
    expect(found).toMatchObject([
      { severity: 'low', evidence: { from: 100, to: 100, reason: 'traces-failed, detector-failed:amount-overflow' } },
    ]);
  });

  it('is silent on whole blocks, and on a chain that never has traces', () => {
    expect(coverageGaps(block({}), [], new Set())).toEqual([]);
    expect(coverageGaps(block({ partialReasons: ['no-traces', 'no-model'] }), [], new Set())).toEqual([]);
  });
});

describe('source-disagrees', () => {
  it('names the endpoint and what did not hold', () => {
    const found = sourceDisagreements(block({ disagreements: [{ endpoint: 'node.example', reason: 'mismatch-receiptsRoot' }] }));
    expect(found).toMatchObject([
      { severity: 'medium', evidence: { blockNumber: 100, endpoints: ['node.example'], reasons: ['mismatch-receiptsRoot'] } },
    ]);
  });

  it('is silent where the first answer held', () => expect(sourceDisagreements(block({}))).toEqual([]));
});
