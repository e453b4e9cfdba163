import type { Hex } from '../chain/block.js';
import { isTokenCode } from './code-kinds.js';
import type { Creation } from './creations.js';

/** What a token calls itself. */
export interface TokenName {
  readonly name: string;
  readonly symbol: string;
}

const MOST_WORDS = 40;
const MOST_LETTERS = 32;

/** Name and symbol as they are handed to a token's constructor; null where it is no token, or keeps them in its code. */
export function tokenNameOf({ facts, initCode }: Creation): TokenName | null {
  if (!isTokenCode(facts.selectors)) return null;
  const [name, symbol] = stringsAtEnd(initCode);
  return name === undefined || symbol === undefined ? null : { name, symbol };
}

export function keyOfName({ name, symbol }: TokenName): string {
  return `${name.trim().toLowerCase()}|${symbol.trim().toLowerCase()}`;
}

/** Short strings among the last words of creation code, where arguments stand: a length, then letters and padding. */
function stringsAtEnd(code: Hex): readonly string[] {
  const words = Math.min(MOST_WORDS, (code.length - 2) >> 6);
  const word = (fromEnd: number) => code.slice(code.length - fromEnd * 64, code.length - (fromEnd - 1) * 64 || undefined);
  const found: string[] = [];
  for (let fromEnd = words; fromEnd >= 2; fromEnd -= 1) {
    const length = Number.parseInt(word(fromEnd).slice(-8), 16);
    if (!/^0{56}/.test(word(fromEnd)) || !(length >= 1 && length <= MOST_LETTERS)) continue;
    const text = textOf(word(fromEnd - 1), length);
    if (text !== null) found.push(text);
  }
  return found;
}

function textOf(word: string, length: number): string | null {
  if (!/^0*$/.test(word.slice(length * 2))) return null;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    const letter = Number.parseInt(word.slice(i * 2, i * 2 + 2), 16);
    if (letter < 0x20 || letter > 0x7e) return null;
    text += String.fromCharCode(letter);
  }
  return text;
}

/** Tokens whose names are borrowed most. */
export const FAMOUS_NAMES: ReadonlySet<string> = new Set(
  [
    ['Tether USD', 'USDT'],
    ['USD Coin', 'USDC'],
    ['Dai Stablecoin', 'DAI'],
    ['Binance USD', 'BUSD'],
    ['TrueUSD', 'TUSD'],
    ['Wrapped Ether', 'WETH'],
    ['Wrapped BTC', 'WBTC'],
    ['Liquid staked Ether 2.0', 'stETH'],
    ['ChainLink Token', 'LINK'],
    ['Uniswap', 'UNI'],
    ['Aave Token', 'AAVE'],
    ['Maker', 'MKR'],
    ['SHIBA INU', 'SHIB'],
    ['Pepe', 'PEPE'],
    ['Matic Token', 'MATIC'],
    ['BNB', 'BNB'],
  ].map(([name = '', symbol = '']) => keyOfName({ name, symbol })),
);
