import type { Address } from '../core/chain/block.js';

/** Canonical on nearly every chain (CREATE2). */
export const PERMIT2: Address = '0x000000000022d473030f116ddee9f6b43ac78ba3';
