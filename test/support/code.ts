import type { Address, Hex } from '../../src/core/chain/block.js';

/** Running code for tests, written as its parts: what reads code finds these things in it. */
export interface CodeParts {
  readonly selectors?: readonly Hex[];
  readonly addresses?: readonly Address[];
  /** Operations as hex, before the rest. */
  readonly operations?: string;
  /** Filled up with different harmless operations to this many bytes. */
  readonly bytes?: number;
  readonly seed?: number;
}

export function codeOf({ selectors = [], addresses = [], operations = '', bytes = 0, seed = 1 }: CodeParts): Hex {
  const dispatcher = selectors.map((selector) => `8063${selector.slice(2)}1461001057`).join('');
  const constants = addresses.map((address) => `73${address.slice(2)}50`).join('');
  let body = `${operations}${dispatcher}${constants}`;
  // Arithmetic, stack and memory operations: none that is looked for.
  const plain = ['01', '02', '04', '06', '0a', '16', '17', '19', '50', '51', '52', '80', '81', '90', '91', '5b'];
  for (let i = 0; body.length < bytes * 2; i += 1) body += plain[(i * i * seed + i * 7 + seed) % plain.length] ?? '5b';
  return `0x${body}`;
}

/** transfer, balanceOf, totalSupply. */
export const TOKEN_SELECTORS: readonly Hex[] = ['0xa9059cbb', '0x70a08231', '0x18160ddd'];
/** executeOperation of Aave, receiveFlashLoan of Balancer. */
export const FLASH_SELECTORS: readonly Hex[] = ['0x920f5c84', '0xf04f2707'];

/** An address as it is found in code: without the run of zeros by which a mask is told from one. */
export function addressInCode(n: number): Address {
  return `0x${(n + 17).toString(16).padStart(2, '0').repeat(20)}`;
}
