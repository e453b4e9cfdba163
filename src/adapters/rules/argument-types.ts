import type { AbiParameter } from 'viem';
import { accountOf } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import type { AbiItem } from './monitor-abi.js';

/** Words that the language keeps to itself: an argument of such a name is reached with an underscore behind it. */
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop null namespace package return true var void while'.split(' '),
);

export type Field = readonly [name: string, type: string];

/** Names as an expression reaches them; without a name by position. */
export function argumentName(input: AbiParameter, i: number): string {
  const name = input.name || `arg${i}`;
  return RESERVED.has(name) ? `${name}_` : name;
}

/** A Solidity type in the language: whole numbers are amounts, bytes are hex text in lower case, a struct is a map. */
export function celTypeOf(solidity: string): string {
  const list = /^(.*)\[\d*\]$/.exec(solidity);
  if (list !== null) return `list<${celTypeOf(list[1] ?? '')}>`;
  if (/^u?int\d*$/.test(solidity)) return 'Amount';
  if (solidity === 'address') return 'Address';
  if (solidity === 'bool') return 'bool';
  if (solidity.startsWith('tuple')) return 'map<string, dyn>';
  return 'string';
}

function isHashedTopic(input: AbiParameter): boolean {
  return (
    'indexed' in input &&
    input.indexed === true &&
    (/\]$/.test(input.type) || (/^(string|bytes|tuple)/.test(input.type) && !/^bytes\d/.test(input.type)))
  );
}

/** The fields of all items together; where two differ in type, the type is found out when it is evaluated. */
export function argumentFields(items: readonly AbiItem[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { inputs } of items)
    for (const [i, input] of inputs.entries()) {
      const name = argumentName(input, i);
      const type = isHashedTopic(input) ? 'string' : celTypeOf(input.type);
      fields[name] = fields[name] === undefined || fields[name] === type ? type : 'dyn';
    }
  return fields;
}

const LONGEST_LIST = 1_000;

/** A decoded value as the language has it. Throws RangeError for lists beyond a thousand: what cannot be walked within the bounds is not half seen. */
export function celValueOf(input: AbiParameter, value: unknown): unknown {
  const list = /^(.*)\[\d*\]$/.exec(input.type);
  if (list !== null) {
    if (!Array.isArray(value)) throw new RangeError('the data does not fit the ABI');
    if (value.length > LONGEST_LIST)
      throw new RangeError(`the argument ${input.name ?? ''} has ${value.length} elements; ${LONGEST_LIST} can be looked at`);
    const inner = { ...input, type: list[1] ?? '' };
    return value.map((one) => celValueOf(inner, one));
  }
  if (typeof value === 'bigint') return new Amount(value);
  if (typeof value === 'number') return new Amount(BigInt(value));
  if (input.type === 'address' && typeof value === 'string') return accountOf(value.toLowerCase() as `0x${string}`);
  if (input.type.startsWith('bytes') && typeof value === 'string') return value.toLowerCase();
  if ('components' in input && typeof value === 'object' && value !== null) return structOf(input, value);
  return value;
}

function structOf(
  input: AbiParameter & { readonly components: readonly AbiParameter[] },
  value: object,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    input.components.map((part, i) => [
      argumentName(part, i),
      celValueOf(part, Array.isArray(value) ? value[i] : Reflect.get(value, part.name ?? '')),
    ]),
  );
}
