import type { Address } from '../../core/chain/block.js';
import { FatalError } from '../../core/errors.js';
import { addressIn, readCsv } from '../csv.js';

/** The operator's prices: USD for one whole unit, each from a moment of chain time on, and what a whole unit is. */
export interface PriceTable {
  usdOf(chainId: number, token: Address, timestamp: number): number | null;
  decimalsOf(chainId: number, token: Address): number | null;
}

export const NO_PRICES: PriceTable = { usdOf: () => null, decimalsOf: () => null };

/**
 * Reads `chain,address,usd,from` and, where there is such a column, `decimals`; `from` is a date or RFC 3339 time, empty for ever. The native coin has the zero address.
 */
export async function readPrices(place: string): Promise<PriceTable> {
  const byToken = new Map<string, { readonly from: number; readonly usd: number }[]>();
  const decimalsByToken = new Map<string, number>();
  for (const row of await readCsv('TOCSIN_PRICES', place, ['chain', 'address', 'usd', 'from'])) {
    const [chain, usd, from] = [Number(row.cell('chain')), Number(row.cell('usd')), row.cell('from')];
    const since = from === '' ? 0 : Date.parse(from) / 1_000;
    if (!Number.isSafeInteger(chain) || chain <= 0)
      throw new FatalError('csv-row', `${row.place}: chain ${row.cell('chain')} is no chain id.`);
    if (!(usd >= 0)) throw new FatalError('csv-row', `${row.place}: usd ${row.cell('usd')} is no price.`);
    if (!Number.isFinite(since)) throw new FatalError('csv-row', `${row.place}: from ${from} is no time such as 2024-01-31.`);
    const key = `${chain}:${addressIn(row)}`;
    const decimals = Number(row.cell('decimals'));
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > 77)
      throw new FatalError('csv-row', `${row.place}: decimals ${row.cell('decimals')} is no whole number from 0 to 77.`);
    if (row.cell('decimals') !== '') decimalsByToken.set(key, decimals);
    byToken.set(
      key,
      [...(byToken.get(key) ?? []), { from: since, usd }].sort((a, b) => b.from - a.from),
    );
  }
  return {
    usdOf: (chainId, token, timestamp) => byToken.get(`${chainId}:${token}`)?.find(({ from }) => from <= timestamp)?.usd ?? null,
    decimalsOf: (chainId, token) => decimalsByToken.get(`${chainId}:${token}`) ?? null,
  };
}
