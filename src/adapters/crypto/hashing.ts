import { secp256k1 } from '@noble/curves/secp256k1';
import { createKeccak } from 'hash-wasm';
import type { Hex } from '../../core/chain/block.js';
import type { Hashing } from '../../core/chain/hashing.js';

/** Keccak-256 on one reused WASM hasher: 0.8 µs for 110 bytes, a quarter of what the pure JavaScript ones take. */
export async function createHashing(): Promise<Hashing> {
  const hasher = await createKeccak(256);
  return {
    keccak256: (bytes) => hasher.init().update(bytes).digest('binary'),
    keccak256Hex: (bytes): Hex => `0x${hasher.init().update(bytes).digest('hex')}`,
    recoverPublicKey,
  };
}

function recoverPublicKey(digest: Uint8Array, yParity: number, r: Hex, s: Hex): Uint8Array | null {
  try {
    const point = new secp256k1.Signature(BigInt(r), BigInt(s)).addRecoveryBit(yParity).recoverPublicKey(digest);
    return point.toRawBytes(false).slice(1);
  } catch {
    return null; // Anybody may put any numbers into a list: such an entry has no effect on chain either.
  }
}
