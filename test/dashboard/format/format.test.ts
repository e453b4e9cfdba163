import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differingPart, facadeOf, shortAddress } from '../../../src/dashboard/format/address.js';
import { amountText } from '../../../src/dashboard/format/amount.js';
import { measureText, oneInText, riskText } from '../../../src/dashboard/format/number.js';
import { searchTarget } from '../../../src/dashboard/format/search-target.js';
import { agoText, durationText, exactText } from '../../../src/dashboard/format/time.js';

describe('amounts', () => {
  it.each([
    ['3412889000000', 6, '3,412,889'],
    ['1500000', 6, '1.5'],
    ['-1500000', 6, '−1.5'],
    ['1', 18, '< 0.000001'],
    ['0', 18, '0'],
    ['1234567890123', 6, '1,234,567.89'],
    ['123456789', null, '123,456,789'],
    ['91200000000000000000000', null, '9.12 × 10²²'],
  ] as const)('%s with %s decimals is read as %s', (amount, decimals, text) => {
    expect(amountText(amount, decimals)).toBe(text);
  });

  it('never claim more than there is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), fc.integer({ min: 0, max: 24 }), (amount, decimals) => {
        const text = amountText(amount.toString(), decimals);
        if (text.startsWith('<')) return amount < 10n ** BigInt(decimals);
        const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.');
        const shown = BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
        return shown <= amount && amount - shown < 10n ** BigInt(Math.max(0, decimals - 2)) + 1n;
      }),
    );
  });
});

describe('numbers', () => {
  it('have three digits that count', () => {
    expect(measureText(14.2)).toBe('14.2');
    expect(measureText(0.123_456)).toBe('0.123');
    expect(measureText(1_234.5)).toBe('1,235');
    expect(measureText(0.000_012)).toBe('1.20e-5');
    expect(measureText(Number.NaN)).toBe('–');
  });

  it('say how rare something is, not how likely an attack', () => {
    expect(oneInText(0.0004)).toBe('1 in 2,500');
    expect(oneInText(0.7)).toBe('usual');
    expect(oneInText(0)).toBe('never seen');
    expect(riskText(99.4)).toBe('99.4');
    expect(riskText(34)).toBe('34');
    expect(riskText(100)).toBe('100');
    expect(riskText(null)).toBe('–');
  });
});

describe('times', () => {
  it.each([
    [1, '1 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [7_199, '1 h'],
    [86_400 * 3, '3 d'],
    [86_400 * 365 * 7 + 86_400 * 3, '7 y'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  it('are relative to now, and never in the future', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    expect(agoText('2026-03-01T11:58:00Z', now)).toBe('2 min ago');
    expect(agoText('2026-03-01T12:00:30Z', now)).toBe('now');
    expect(exactText('2026-03-01T11:58:00.000Z')).toBe('2026-03-01 11:58:00 UTC');
  });
});

describe('addresses', () => {
  const friend = '0x5a1e4c60f2b77d1e9c0a83b5d1442fce91b39d21';
  const imitation = '0x5a1eb8d90034c1aa57ef60912fce88aa1d0c9d21';

  it('that look alike have one facade, and a part in the middle that differs', () => {
    expect(shortAddress(friend)).toBe(shortAddress(imitation));
    expect(facadeOf(friend)).toBe(facadeOf(imitation));
    expect(differingPart(friend, imitation).digits).not.toBe(differingPart(imitation, friend).digits);
  });

  it('show a part that differs wherever the difference is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 37 }), (at) => {
        const other = `${friend.slice(0, at)}${friend[at] === '0' ? '1' : '0'}${friend.slice(at + 1)}`;
        return differingPart(friend, other).digits !== differingPart(other, friend).digits;
      }),
    );
  });
});

describe('a pasted text', () => {
  it.each([
    [`  0x${'Ab'.repeat(32)} `, `/transactions/0x${'ab'.repeat(32)}`],
    [`0x${'Ab'.repeat(20)}`, `/addresses/0x${'Ab'.repeat(20)}`],
    ['inc_0123456789abcdef01234567', '/incidents/inc_0123456789abcdef01234567'],
  ])('%s leads to a page', (text, path) => {
    expect(searchTarget(text)).toEqual({ kind: 'path', path });
  });

  it.each(['', '0x12', 'vitalik.eth', 'hello', '<script>'])('%s leads nowhere, and is told why', (text) => {
    const target = searchTarget(text);
    expect(target.kind).toBe('nothing');
    expect(target.kind === 'nothing' && target.why.length).toBeGreaterThan(10);
  });
});
