import type { Address, Hex } from './block.js';
import { MalformedInput } from './malformed.js';

/** Parsers of single JSON-RPC values. By hand: a block has ten thousand of them, and a schema library costs four times as much. */

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw new MalformedInput(path, `expected an object, got ${kindOf(value)}`);
  return value;
}

export function arrayAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedInput(path, `expected an array, got ${kindOf(value)}`);
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
}

/** One pass in native code: a loop over the characters takes five times as long. */
const LOWER_HEX = /^0x[0-9a-f]*$/;
const ANY_HEX = /^0[xX][0-9a-fA-F]*$/;

/** Any hex string, lower-cased where it must be. */
export function hexAt(value: unknown, path: string): Hex {
  if (typeof value === 'string') {
    if (LOWER_HEX.test(value)) return value as Hex;
    if (ANY_HEX.test(value)) return value.toLowerCase() as Hex;
  }
  throw new MalformedInput(path, `expected a 0x hex string, got ${kindOf(value)}`);
}

/** Hex data: whole bytes. */
export function dataAt(value: unknown, path: string): Hex {
  const hex = hexAt(value, path);
  if (hex.length % 2 !== 0) throw new MalformedInput(path, 'expected whole bytes, got an odd number of hex digits');
  return hex;
}

export function hashAt(value: unknown, path: string): Hex {
  const hex = hexAt(value, path);
  if (hex.length !== 66) throw new MalformedInput(path, `expected 32 bytes, got ${(hex.length - 2) / 2}`);
  return hex;
}

export function addressAt(value: unknown, path: string): Address {
  const hex = hexAt(value, path);
  if (hex.length !== 42) throw new MalformedInput(path, `expected 20 bytes, got ${(hex.length - 2) / 2}`);
  return hex;
}

/** A quantity as text; `0x` counts as zero and leading zeros are allowed: both are seen in the wild. */
export function quantityAt(value: unknown, path: string): Hex {
  if (typeof value !== 'string' || !ANY_HEX.test(value) || value.length > 66)
    throw new MalformedInput(path, `expected a 0x quantity, got ${kindOf(value)}`);
  return value === '0x' ? '0x0' : (value as Hex);
}

export function numberAt(value: unknown, path: string): number {
  const quantity = quantityAt(value, path);
  const number = Number.parseInt(quantity, 16);
  if (!Number.isSafeInteger(number)) throw new MalformedInput(path, `${quantity} is too large for this field`);
  return number;
}

export function bigintAt(value: unknown, path: string): bigint {
  const quantity = quantityAt(value, path);
  // Up to 13 digits a double is exact, and its conversion is several times as fast.
  return quantity.length <= 15 ? BigInt(Number.parseInt(quantity, 16)) : BigInt(quantity);
}

export function optional<T>(value: unknown, path: string, parse: (value: unknown, path: string) => T): T | null {
  return value === undefined || value === null ? null : parse(value, path);
}
