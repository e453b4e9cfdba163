import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  decodeAbiParameters,
  parseAbiItem,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem';
import type { Address, Hex } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';
import type { CallDecoder, DecodedArgument, DecodedCall } from '../../ports/call-decoder.js';

interface Known {
  readonly name: string;
  readonly signature: string;
  readonly inputs: readonly AbiParameter[];
}

/** ABIs that a user gave: of one contract, or (under `*`) of any. */
export type UserAbis = Readonly<Record<string, Abi>>;

/** Where several functions share a selector, the one that was written first and fits the data is told. */
export function createCallDecoder(written: readonly string[], abis: UserAbis = {}): CallDecoder {
  const builtIn = bySelector(written.map(knownFrom));
  const own = new Map(
    Object.entries(abis).map(([address, abi]) => [
      address.toLowerCase(),
      bySelector(functionsOf(abi).map((known) => withFieldsOf(builtIn, known))),
    ]),
  );
  const spelled = new Map<string, Known>();
  return {
    decode(input, to) {
      if (input.length < 10) return null;
      const selector = input.slice(0, 10);
      const tables = [own.get(to ?? ''), own.get('*'), builtIn];
      for (const table of tables) {
        for (const known of table?.get(selector) ?? []) {
          const decoded = decodeBy(known, `0x${input.slice(10)}`);
          if (decoded !== null) return decoded;
        }
      }
      return null;
    },
    parameters(text, data) {
      const known = spelled.get(text) ?? knownFrom(text);
      spelled.set(text, known);
      return decodeBy(known, data);
    },
  };
}

function knownFrom(written: string): Known {
  const item = parseAbiItem(written as 'function x()') as AbiFunction;
  return knownOf(item);
}

function knownOf(item: AbiFunction): Known {
  return { name: item.name, signature: toFunctionSignature(item), inputs: item.inputs };
}

/** Structs keep the table's fields, by which the calls that they carry are found. */
function withFieldsOf(table: ReadonlyMap<string, readonly Known[]>, known: Known): Known {
  const same = table.get(toFunctionSelector(known.signature))?.find(({ signature }) => signature === known.signature);
  const fieldsOf = (input: AbiParameter, i: number): AbiParameter => {
    const written = same?.inputs[i];
    return written !== undefined && 'components' in written ? { ...written, name: input.name ?? '' } : input;
  };
  return same === undefined ? known : { ...known, inputs: known.inputs.map(fieldsOf) };
}

function functionsOf(abi: Abi): readonly Known[] {
  return abi.flatMap((item) => (item.type === 'function' ? [knownOf(item)] : []));
}

function bySelector(all: readonly Known[]): ReadonlyMap<string, readonly Known[]> {
  const table = new Map<string, Known[]>();
  for (const known of all) {
    const selector = toFunctionSelector(known.signature);
    table.set(selector, [...(table.get(selector) ?? []), known]);
  }
  return table;
}

function decodeBy({ name, signature, inputs }: Known, data: Hex): DecodedCall | null {
  try {
    const values = inputs.length === 0 ? [] : decodeAbiParameters(inputs, data);
    return { name, signature, arguments: inputs.map((input, i): DecodedArgument => argumentOf(input, i, values[i])) };
  } catch {
    return null; // Data that does not fit is no call of this function.
  }
}

function argumentOf(input: AbiParameter, i: number, value: unknown): DecodedArgument {
  return { name: input.name || `${i}`, type: input.type, value: jsonOf(input, value) };
}

type Tuple = AbiParameter & { readonly components?: readonly AbiParameter[] };

function jsonOf(input: Tuple, value: unknown): Json {
  if (Array.isArray(value) && /\[\d*\]$/.test(input.type)) {
    const inner = { ...input, type: input.type.replace(/\[\d*\]$/, '') };
    return value.map((one) => jsonOf(inner, one));
  }
  if (input.components !== undefined && typeof value === 'object' && value !== null) {
    const fields: readonly unknown[] = Array.isArray(value)
      ? value
      : input.components.map(({ name }) => (value as Record<string, unknown>)[name ?? '']);
    return Object.fromEntries(input.components.map((part, i) => [part.name || `${i}`, jsonOf(part, fields[i])]));
  }
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  if (typeof value === 'boolean') return value;
  const text = String(value);
  return input.type === 'string' ? text : (text.toLowerCase() as Address);
}
