import type { Address, Hex } from '../../core/chain/block.js';
import { addressAt, arrayAt, dataAt, objectAt } from '../../core/chain/quantity.js';
import { InputError } from '../input-error.js';

type Json = Readonly<Record<string, unknown>>;

/** Forever, for a calendar. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** The fields of a signed struct, read by name; what is missing or malformed throws with its path. */
export class Fields {
  constructor(
    private readonly raw: Json,
    private readonly path: string,
  ) {}

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null;
  }

  address(name: string): Address {
    return addressAt(this.raw[name], this.at(name));
  }

  addressOr<T>(name: string, otherwise: T): Address | T {
    return this.has(name) ? this.address(name) : otherwise;
  }

  amount(name: string): bigint {
    return amountAt(this.raw[name], this.at(name));
  }

  amountOr(name: string, otherwise: bigint): bigint {
    return this.has(name) ? this.amount(name) : otherwise;
  }

  /** Seconds since the epoch; what no calendar has is never. */
  time(name: string): number {
    const value = this.amount(name);
    return value > BigInt(NEVER) ? NEVER : Number(value);
  }

  timeOr<T>(name: string, otherwise: T): number | T {
    return this.has(name) ? this.time(name) : otherwise;
  }

  bytes(name: string): Hex {
    return this.has(name) ? dataAt(this.raw[name], this.at(name)) : '0x';
  }

  /** Wallets write truths as such, as text or as numbers. */
  truth(name: string): boolean {
    const value = this.raw[name];
    return value === true || value === 'true' || value === 1 || value === '1';
  }

  text(name: string): string | null {
    const value = this.raw[name];
    return typeof value === 'string' ? value : null;
  }

  inner(name: string): Fields {
    return new Fields(objectAt(this.raw[name], this.at(name)), this.at(name));
  }

  list(name: string): readonly Fields[] {
    return arrayAt(this.raw[name], this.at(name)).map(
      (each, i) => new Fields(objectAt(each, `${this.at(name)}.${i}`), `${this.at(name)}.${i}`),
    );
  }

  amounts(name: string): readonly bigint[] {
    return arrayAt(this.raw[name], this.at(name)).map((each, i) => amountAt(each, `${this.at(name)}.${i}`));
  }

  /** Structs at any depth of nested lists: the leaves of a tree. */
  leaves(name: string): readonly Fields[] {
    const path = this.at(name);
    const walk = (value: unknown): readonly Fields[] =>
      Array.isArray(value) ? value.flatMap(walk) : [new Fields(objectAt(value, path), path)];
    return walk(this.raw[name]);
  }

  private at(name: string): string {
    return `${this.path}.${name}`;
  }
}

/** Wallets write numbers as numbers, decimal text or hex. */
export function amountAt(value: unknown, path: string): bigint {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || !/^(\d{1,80}|0x[0-9a-fA-F]{1,64})$/.test(text)) throw new InputError(path, 'expected a whole number');
  return BigInt(text);
}
