import type { Hex } from './block.js';

/** Keccak-256 and friends, passed into core, which imports no package. */
export interface Hashing {
  /** Keccak-256 of bytes. The returned array belongs to the caller. */
  keccak256(bytes: Uint8Array): Uint8Array;
  keccak256Hex(bytes: Uint8Array): Hex;
}
