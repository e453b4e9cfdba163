import type { Hex } from './block.js';

/** Keccak-256 and friends, passed into core, which imports no package. */
export interface Hashing {
  /** Keccak-256 of bytes. The returned array belongs to the caller. */
  keccak256(bytes: Uint8Array): Uint8Array;
  keccak256Hex(bytes: Uint8Array): Hex;
  /** The public key (secp256k1, x and y in 64 bytes) that signed a digest; null where there is none. */
  recoverPublicKey(digest: Uint8Array, yParity: number, r: Hex, s: Hex): Uint8Array | null;
}
