import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readPrices } from '../../../src/adapters/prices/price-table.js';
import { NATIVE } from '../../../src/core/chain/decoded.js';
import { referenceOf } from '../../../src/core/detect/reference-prices.js';
import { address, TOKEN } from '../../support/build-transaction.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-prices-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function table(...rows: readonly string[]) {
  const file = path.join(dir, 'prices.csv');
  writeFileSync(file, rows.join('\n'));
  return readPrices(file);
}

describe('the operator’s prices', () => {
  it('hold from their moment on, each on its chain', async () => {
    const prices = await table('chain,address,usd,from', `1,${TOKEN},2,2024-01-01`, `1,${TOKEN},3,2024-06-01`);
    expect(prices.usdOf(1, TOKEN, Date.parse('2023-12-31') / 1_000)).toBeNull();
    expect(prices.usdOf(1, TOKEN, Date.parse('2024-02-01') / 1_000)).toBe(2);
    expect(prices.usdOf(1, TOKEN, Date.parse('2025-01-01') / 1_000)).toBe(3);
    expect(prices.usdOf(56, TOKEN, Date.parse('2025-01-01') / 1_000)).toBeNull();
    expect(prices.decimalsOf(1, TOKEN)).toBeNull();
  });

  it('may say what a whole unit is', async () => {
    const prices = await table('chain,address,usd,from,decimals', `1,${TOKEN},2,,6`, `1,${address('other')},2,,`);
    expect(prices.decimalsOf(1, TOKEN)).toBe(6);
    expect(prices.decimalsOf(1, address('other'))).toBeNull();
  });

  it('name the row and the field that is wrong', async () => {
    await expect(table('chain,address,usd,from,decimals', `1,${TOKEN},2,,many`)).rejects.toThrow(/:2: decimals many is no whole number/);
    await expect(table('chain,address,usd,from', `1,${TOKEN},much,`)).rejects.toThrow(/:2: usd much is no price/);
    await expect(table('chain,address,usd', `1,${TOKEN},2`)).rejects.toThrow(/lacks the column from/);
  });
});

describe('the reference prices', () => {
  it('know the coin of a chain, wrapped as well, and the great dollars', () => {
    expect(referenceOf(1, NATIVE)).toEqual(referenceOf(1, '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'));
    expect(referenceOf(1, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48')).toEqual({ usd: 1, decimals: 6 });
    expect(referenceOf(56, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48')).toBeNull();
    expect(referenceOf(31_337, NATIVE)).toBeNull();
  });
});
