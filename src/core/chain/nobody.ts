import type { Address } from './block.js';

/** The zero address: where minted tokens come from and burnt ones go. */
export const NOBODY: Address = '0x0000000000000000000000000000000000000000';
