import { describe, expect, it } from '@jest/globals';
import { summarySentence } from '../../../src/dashboard/transaction/summary-sentence.js';

const BASE = {
  from: `0x${'11'.repeat(20)}`,
  to: `0x${'22'.repeat(20)}`,
  selector: '0xa9059cbb',
  valueWei: '0',
  status: 'succeeded',
  transfers: null,
  frameCount: null,
} as const;

describe('the sentence of a transaction', () => {
  it.each([
    [{}, '0x1111…1111 called transfer on 0x2222…2222.'],
    [{ frameCount: 3, transfers: [] }, '0x1111…1111 called transfer on 0x2222…2222: 0 movements, 2 inner calls.'],
    [{ selector: null, valueWei: '1500000000000000000' }, '0x1111…1111 sent 1.5 native to 0x2222…2222.'],
    [{ to: null, selector: null }, '0x1111…1111 created a contract.'],
    [{ status: 'reverted' as const }, '0x1111…1111 called transfer on 0x2222…2222; it failed and nothing moved.'],
  ])('of %j', (part, sentence) => {
    expect(summarySentence({ ...BASE, ...part })).toBe(sentence);
  });
});
