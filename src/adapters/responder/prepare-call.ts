import { type AbiFunction, encodeFunctionData, parseAbiItem, toFunctionSelector } from 'viem';
import type { Hex } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';

/** `function pause()` and its arguments, encoded. Throws with what is wrong with the text or an argument. */
export function encodeCall(signature: string, args: readonly Json[]): Hex {
  const item = functionOf(signature);
  if (item.stateMutability === 'view' || item.stateMutability === 'pure')
    throw new TypeError('it is a view function: calling it changes nothing');
  return encodeFunctionData({ abi: [item], functionName: item.name, args: args.map(argumentOf) });
}

export function selectorOf(signature: string): Hex {
  return toFunctionSelector(functionOf(signature));
}

/** `pause()` is taken for `function pause()`. */
function functionOf(signature: string): AbiFunction {
  const text = signature.trim().startsWith('function ') ? signature.trim() : `function ${signature.trim()}`;
  const item: unknown = parseAbiItem(text as 'function x()'); // Its type follows a literal; this text is a user's.
  if (typeof item !== 'object' || item === null || !('type' in item) || item.type !== 'function') throw new TypeError('it is no function');
  return item as AbiFunction;
}

/** Whole numbers come as text or as numbers of JSON. */
function argumentOf(value: Json): unknown {
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))) return BigInt(value);
  return Array.isArray(value) ? value.map(argumentOf) : value;
}
