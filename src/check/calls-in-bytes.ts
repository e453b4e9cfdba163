import type { Hex } from '../core/chain/block.js';

/** Functions that move or allow something, by selector. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ['0xa9059cbb', 'transfer'],
  ['0x23b872dd', 'transferFrom'],
  ['0x095ea7b3', 'approve'],
  ['0x39509351', 'increaseAllowance'],
  ['0xa22cb465', 'setApprovalForAll'],
  ['0x42842e0e', 'safeTransferFrom'],
  ['0xd505accf', 'permit'],
  ['0x87517c45', 'approve (Permit2)'],
  ['0xac9650d8', 'multicall'],
  ['0x6a761202', 'execTransaction'],
  ['0xb61d27f6', 'execute'],
  ['0x3593564c', 'execute (router)'],
  ['0xf2fde38b', 'transferOwnership'],
]);

/** The function that bytes would call, if they are as long as a call of it; null: none that is known. */
export function callIn(bytes: Hex | null): string | null {
  return bytes === null || (bytes.length - 10) % 64 !== 0 ? null : (CALLS.get(bytes.slice(0, 10)) ?? null);
}
