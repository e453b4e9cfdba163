import type { Hex } from '../chain/block.js';
import { FLASH_CALLBACKS } from '../chain/flash-callbacks.js';

/** transfer, balanceOf, totalSupply: what makes a contract a token. */
const TOKEN_FUNCTIONS: readonly Hex[] = ['0xa9059cbb', '0x70a08231', '0x18160ddd'];

export function isTokenCode(selectors: ReadonlySet<Hex>): boolean {
  return TOKEN_FUNCTIONS.every((selector) => selectors.has(selector));
}

export function flashCallbacksOf(selectors: ReadonlySet<Hex>): readonly Hex[] {
  return [...selectors].filter((selector) => FLASH_CALLBACKS.has(selector));
}
