import { type AbiFunction, encodeFunctionData, parseAbiItem, toFunctionSelector } from 'viem';
import type { Hex } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';

/** `function pause()`, read. Throws with what is wrong with the text. */
export function functionOf(signature: string): AbiFunction {
  const item: unknown = parseAbiItem(signature as 'function x()'); // Its type follows a literal; this text is a user's.
  if (!isFunction(item)) throw new TypeError('it is no function');
  return item;
}

/** Its call. Throws where an argument does not fit. */
export function encodeCall(item: AbiFunction, args: readonly Json[]): Hex {
  return encodeFunctionData({ abi: [item], functionName: item.name, args: args.map(argumentOf) });
}

export function selectorOf(item: AbiFunction): Hex {
  return toFunctionSelector(item);
}

/** Whether calling it changes nothing. */
export function isView({ stateMutability }: AbiFunction): boolean {
  return stateMutability === 'view' || stateMutability === 'pure';
}

function isFunction(item: unknown): item is AbiFunction {
  return typeof item === 'object' && item !== null && 'type' in item && item.type === 'function';
}

/** Whole numbers come as text or as numbers of JSON. */
function argumentOf(value: Json): unknown {
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))) return BigInt(value);
  return Array.isArray(value) ? value.map(argumentOf) : value;
}
