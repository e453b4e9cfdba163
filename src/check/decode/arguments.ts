import type { Address, Hex } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';
import type { DecodedCall } from '../../ports/call-decoder.js';

type Fields = { readonly [key: string]: Json };

/** Arguments of a decoded call, as what they are; null where one is missing or something else. */
export function argumentAt(call: DecodedCall, i: number): Json {
  return call.arguments[i]?.value ?? null;
}

export function argumentNamed(call: DecodedCall, name: string): Json {
  return call.arguments.find((argument) => argument.name === name)?.value ?? null;
}

export function asAddress(value: Json | undefined): Address | null {
  return typeof value === 'string' && /^0x[0-9a-f]{40}$/.test(value) ? (value as Address) : null;
}

export function asBytes(value: Json | undefined): Hex | null {
  return typeof value === 'string' && /^0x([0-9a-f]{2})*$/.test(value) ? (value as Hex) : null;
}

export function asAmount(value: Json | undefined): bigint {
  return typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : 0n;
}

export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function asFields(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
