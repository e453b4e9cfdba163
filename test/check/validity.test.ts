import { describe, expect, it } from '@jest/globals';
import { validUntilMs } from '../../src/check/answer/validity.js';
import { call } from './rules/calls.js';
import { CONTRACT, FRIEND, factsOf, ME, OTHER_TOKEN, ROUTER, STRANGER, TOKEN } from './rules/facts.js';

const NOW_MS = 1_750_000_000_000;
const secondsOf = (given: Parameters<typeof factsOf>[0]) => (validUntilMs(factsOf(given), NOW_MS) - NOW_MS) / 1_000;

describe('how long an answer holds', () => {
  it('is as long as what was read stands still', () => {
    const swap = {
      kind: 'v2',
      pool: CONTRACT,
      sender: ME,
      recipient: ME,
      amount0: 1n,
      amount1: -1n,
      sqrtPriceX96: null,
      logIndex: 0,
    } as const;
    expect(secondsOf({ call: { to: FRIEND, valueWei: 1n } })).toBe(600);
    expect(secondsOf({ call: { to: CONTRACT, input: call.claim() } })).toBe(30);
    expect(secondsOf({ call: { to: CONTRACT, input: call.claim() }, decoded: { swaps: [swap] } })).toBe(12);
  });

  it('ends where the request itself ends', () => {
    const soon = call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME, 1_750_000_005n);
    expect(secondsOf({ call: { to: ROUTER, input: soon } })).toBe(5);
    const message = { owner: ME, spender: STRANGER, value: '5', deadline: '1750000003' };
    expect(secondsOf({ typedData: { primaryType: 'Permit', message } })).toBe(3);
    // What is over already bounds nothing: a rule says that it is over.
    expect(secondsOf({ typedData: { primaryType: 'Permit', message: { ...message, deadline: '1' } } })).toBe(30);
  });
});
