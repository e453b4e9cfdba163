import type { Address, Hex } from '../core/chain/block.js';
import { addressAtWord, CALL_WORDS, wordCount } from '../core/chain/words.js';

/** Selectors that people sign most; an unknown one is null, never a guess. */
export const SIGNATURES: ReadonlyMap<string, string> = new Map([
  ['0xa9059cbb', 'transfer(address,uint256)'],
  ['0x23b872dd', 'transferFrom(address,address,uint256)'],
  ['0x095ea7b3', 'approve(address,uint256)'],
  ['0x39509351', 'increaseAllowance(address,uint256)'],
  ['0xa457c2d7', 'decreaseAllowance(address,uint256)'],
  ['0xa22cb465', 'setApprovalForAll(address,bool)'],
  ['0x42842e0e', 'safeTransferFrom(address,address,uint256)'],
  ['0xb88d4fde', 'safeTransferFrom(address,address,uint256,bytes)'],
  ['0xf242432a', 'safeTransferFrom(address,address,uint256,uint256,bytes)'],
  ['0xd505accf', 'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'],
  ['0x87517c45', 'approve(address,address,uint160,uint48)'],
  ['0xd0e30db0', 'deposit()'],
  ['0x2e1a7d4d', 'withdraw(uint256)'],
  ['0x38ed1739', 'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)'],
  ['0x7ff36ab5', 'swapExactETHForTokens(uint256,address[],address,uint256)'],
  ['0x18cbafe5', 'swapExactTokensForETH(uint256,uint256,address[],address,uint256)'],
  ['0xac9650d8', 'multicall(bytes[])'],
  ['0x5ae401dc', 'multicall(uint256,bytes[])'],
  ['0x3593564c', 'execute(bytes,bytes[],uint256)'],
  ['0x40c10f19', 'mint(address,uint256)'],
  ['0x4e71d92d', 'claim()'],
  ['0xf2fde38b', 'transferOwnership(address)'],
  ['0x3659cfe6', 'upgradeTo(address)'],
  ['0x4f1ef286', 'upgradeToAndCall(address,bytes)'],
]);

export function signatureOf(selector: Hex | null): string | null {
  return selector === null ? null : (SIGNATURES.get(selector) ?? null);
}

/** Addresses among the arguments of a known function: whom it names even where it does nothing, as when it reverts. */
export function addressArguments(input: Hex): readonly Address[] {
  const signature = SIGNATURES.get(input.slice(0, CALL_WORDS));
  if (signature === undefined) return [];
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',');
  const words = wordCount(input, CALL_WORDS);
  return types.flatMap((type, i) => (type === 'address' && i < words ? [addressAtWord(input, i, CALL_WORDS)] : []));
}
