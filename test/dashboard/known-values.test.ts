import { describe, expect, it } from '@jest/globals';
import { getAddress, toFunctionSelector } from 'viem';
import { KNOWN_TOKENS } from '../../src/dashboard/transaction/known-tokens.js';
import { callName, KNOWN_SELECTORS, signatureOf } from '../../src/dashboard/transaction/selectors.js';

describe('what the pages know by heart', () => {
  it.each(KNOWN_SELECTORS)('selector %s is that of %s', (selector, signature) => {
    expect(toFunctionSelector(`function ${signature}`)).toBe(selector);
  });

  it.each(Object.values(KNOWN_TOKENS).flatMap((tokens) => Object.keys(tokens)))('token %s is spelled with its checksum', (address) => {
    expect(getAddress(address)).toBe(address);
  });

  it('names a call by its selector, and leaves an unknown one as it is', () => {
    expect(callName('0xA9059CBB')).toBe('transfer');
    expect(callName('0xdeadbeef')).toBe('0xdeadbeef');
    expect(callName(null)).toBe('plain transfer');
    expect(signatureOf('0xdeadbeef')).toBeNull();
  });
});
