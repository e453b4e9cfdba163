import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';

/** A price by its order of magnitude, and how many decimals the token has. */
export interface Reference {
  readonly usd: number;
  readonly decimals: number;
}

/**
 * What the great coins and tokens are worth, coarsely: enough to tell a large sum from a small one where nobody gave prices. The figures are those with which the rules
 * over call traces were studied; a factor of five changes what they name by one attack in 68. The operator's own table is asked first.
 */
export function referenceOf(chainId: number, token: Address): Reference | null {
  if (token === NATIVE || WRAPPED_OF.get(chainId) === token) {
    const usd = NATIVE_USD.get(chainId);
    return usd === undefined ? null : { usd, decimals: 18 };
  }
  return TOKENS.get(chainId)?.get(token) ?? null;
}

const NATIVE_USD: ReadonlyMap<number, number> = new Map([
  [1, 1_500],
  [10, 1_500],
  [8_453, 1_500],
  [42_161, 1_500],
  [56, 350],
  [100, 1],
]);

const WRAPPED_OF: ReadonlyMap<number, Address> = new Map<number, Address>([
  [1, '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'],
  [10, '0x4200000000000000000000000000000000000006'],
  [8_453, '0x4200000000000000000000000000000000000006'],
  [42_161, '0x82af49447d8a07e3bd95bd0d56f35241523fbab1'],
  [56, '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c'],
  [100, '0xe91d153e0b41518a2ce8dd3d7944fa863463a97d'],
]);

const dollar = (decimals: number): Reference => ({ usd: 1, decimals });
const bitcoin = (decimals: number): Reference => ({ usd: 30_000, decimals });

const TOKENS: ReadonlyMap<number, ReadonlyMap<Address, Reference>> = new Map([
  [
    1,
    new Map<Address, Reference>([
      ['0xdac17f958d2ee523a2206206994597c13d831ec7', dollar(6)], // USDT
      ['0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', dollar(6)], // USDC
      ['0x6b175474e89094c44da98b954eedeac495271d0f', dollar(18)], // DAI
      ['0x89d24a6b4ccb1b6faa2625fe562bdd9a23260359', dollar(18)], // SAI
      ['0x0000000000085d4780b73119b644ae5ecd22b376', dollar(18)], // TUSD
      ['0x57ab1ec28d129707052df4df418d58a2d46d5f51', dollar(18)], // sUSD
      ['0x4fabb145d64652a948d72533023f6e7a623c7c53', dollar(18)], // BUSD
      ['0x99d8a9c45b2eca8864373a26d1459e3dff1e17f3', dollar(18)], // MIM
      ['0x6c3f90f043a72fa612cbac8115ee7e52bde6e490', dollar(18)], // 3Crv
      ['0x2260fac5e5542a773aa44fbcfedf7c193bc2c599', bitcoin(8)], // WBTC
      ['0xeb4c2781e4eba804ce9a9803c67d0893436bb27d', bitcoin(8)], // renBTC
    ]),
  ],
  [
    56,
    new Map<Address, Reference>([
      ['0xe9e7cea3dedca5984780bafc599bd69add087d56', dollar(18)], // BUSD
      ['0x55d398326f99059ff775485246999027b3197955', dollar(18)], // USDT
      ['0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d', dollar(18)], // USDC
      ['0x1af3f329e8be154074d8769d1ffa4ee058b1dbc3', dollar(18)], // DAI
      ['0x7130d2a12b9bcbfae4f2634d864a1ee1ce3ead9c', bitcoin(18)], // BTCB
      ['0x2170ed0880ac9a755fd29b2688956bd959f933f8', { usd: 2_000, decimals: 18 }], // ETH
    ]),
  ],
]);
