import type { Hex } from '../../src/core/chain/block.js';
import { compileContracts } from './compile-contracts.js';

/** Creation code of the contract that behaves only while simulated. */
export function redPillCode(): Hex {
  return compileContracts('RedPill.sol').get('RedPill')?.code ?? '0x';
}
