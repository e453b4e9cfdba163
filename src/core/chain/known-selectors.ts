import type { Hex } from './block.js';

/**
 * Functions by which lenders call a borrower back in a flash loan: Aave and its forks, dYdX, Uniswap V2 and V3 and theirs, Balancer, ERC-3156, DODO, Euler.
 * Uniswap V3's swap call-back is not among them: it is ordinary.
 */
export const FLASH_CALLBACKS: ReadonlySet<Hex> = new Set<Hex>([
  '0xee872558',
  '0xd220a9ca',
  '0x920f5c84',
  '0x1b11d0ff',
  '0x4854a22e',
  '0x8b418713',
  '0x10d1e85c',
  '0x84800812',
  '0xf04f2707',
  '0xe9cbafb0',
  '0x23e30c8b',
  '0xeb2021c3',
  '0x7ed1f1dd',
  '0xd5b99797',
  '0x9820aa6c',
  '0xc4850ea8',
]);

/** transfer, balanceOf, totalSupply: what makes a contract a token. */
const TOKEN_FUNCTIONS: readonly Hex[] = ['0xa9059cbb', '0x70a08231', '0x18160ddd'];

export function isTokenCode(selectors: ReadonlySet<Hex>): boolean {
  return TOKEN_FUNCTIONS.every((selector) => selectors.has(selector));
}

export function flashCallbacksOf(selectors: ReadonlySet<Hex>): readonly Hex[] {
  return [...selectors].filter((selector) => FLASH_CALLBACKS.has(selector));
}
