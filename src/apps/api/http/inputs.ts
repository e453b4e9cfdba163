import { z } from 'zod';
import { addressSchema, hashSchema } from '../../../contracts/primitives.js';
import type { Hex } from '../../../core/chain/block.js';

/** Inside, addresses and hashes have one spelling: lower case. */
export function lowerHex(text: string): Hex {
  return `0x${text.slice(2).toLowerCase()}`;
}

export const idParams = z.object({ id: z.string().min(1).max(200) });
export const hashParams = z.object({ hash: hashSchema });
export const alertParams = z.object({ id: hashSchema });
export const addressParams = z.object({ address: addressSchema });
