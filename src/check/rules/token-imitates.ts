import type { Address } from '../../core/chain/block.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor, ownChangesOf } from '../rule-questions.js';

/** Published by their issuers. */
const FAMOUS: ReadonlyMap<number, ReadonlyMap<string, Address>> = new Map([
  [
    1,
    new Map<string, Address>([
      ['usdc', '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'],
      ['usdt', '0xdac17f958d2ee523a2206206994597c13d831ec7'],
      ['dai', '0x6b175474e89094c44da98b954eedeac495271d0f'],
      ['weth', '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'],
      ['wbtc', '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599'],
      ['steth', '0xae7ab96520de3a18e5e111b5eaab095312d7fe84'],
    ]),
  ],
]);
const TWINS: Readonly<Record<string, string>> = {
  а: 'a',
  с: 'c',
  ѕ: 's',
  е: 'e',
  т: 't',
  в: 'b',
  н: 'h',
  і: 'i',
  '0': 'o',
  '1': 'l',
  $: 's',
  ԁ: 'd',
  ᴅ: 'd',
  ᴜ: 'u',
};

function plain(symbol: string): string {
  return [...symbol.normalize('NFKC').toLowerCase()]
    .map((letter) => TWINS[letter] ?? letter)
    .join('')
    .replace(/[^a-z0-9]/g, '');
}

/** Token with the name of another. See token-imitates.md. */
export default defineRule({
  id: 'token-imitates',
  version: 1,
  title: 'Token with the name of another',
  group: 'swap',
  params: {},

  inspect(facts) {
    const { gained } = ownChangesOf(facts);
    return gained.flatMap(({ token, standard }): RuleHit[] => {
      const symbol = facts.tokenOf(token)?.symbol ?? null;
      if (standard !== 'erc20' || symbol === null || isVouchedFor(facts, token) || facts.ctx.priceUsdOf(token) !== null) return [];
      const real = FAMOUS.get(facts.chainId)?.get(plain(symbol));
      if (real === undefined || real === token) return [];
      return [
        {
          severity: 'medium',
          text: `What you get calls itself ${symbol} and is not it: the real one is ${shortAddress(real)}.`,
          address: token,
          evidence: { symbol, real },
        },
      ];
    });
  },
});
