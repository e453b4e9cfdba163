import { decodeAbiParameters, decodeFunctionResult } from 'viem';
import type { Hex } from '../../core/chain/block.js';
import { messageOf } from '../../core/errors.js';
import type { CompiledRead } from '../../core/monitor/compiled-monitor.js';
import type { MonitorRead, ReadOfFunction, ReadOfSlot } from '../../core/monitor/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import { encodeCall, functionOf, isView } from '../abi/encode-call.js';
import { celTypeOf, celValueOf } from './argument-types.js';
import { problemOf } from './problem.js';

export interface ReadsVerdict {
  readonly reads: readonly CompiledRead[];
  readonly fields: Readonly<Record<string, string>>;
  readonly problems: readonly RuleProblem[];
}

/** What a monitor reads: view calls that return one value, and values in storage. */
export function compileReads(reads: readonly MonitorRead[]): ReadsVerdict {
  const problems: RuleProblem[] = [];
  const fields: Record<string, string> = {};
  const compiled: CompiledRead[] = [];
  for (const [i, read] of reads.entries()) {
    if (fields[read.id] !== undefined)
      problems.push(problemOf(`/reads/${i}/id`, `two reads are called ${read.id}`, 'give each a name of its own'));
    try {
      const { type, ...rest } = 'slot' in read ? slotRead(read) : functionRead(read);
      fields[read.id] = celTypeOf(type);
      compiled.push({ id: read.id, read, ...rest });
    } catch (error) {
      const why = messageOf(error).split('\n')[0] ?? '';
      problems.push(problemOf(`/reads/${i}`, `this cannot be read: ${why}`.slice(0, 300), 'slot' in read ? AS_SLOT : AS_FUNCTION));
    }
  }
  return { reads: compiled, fields, problems };
}

const AS_FUNCTION = 'write it as "function totalSupply() view returns (uint256)", with its arguments in args';
const AS_SLOT = 'give type as address, bool, uint128, int64 or bytes32, and in offset how many bytes lie to the right of it in its word';

type Reading = Pick<CompiledRead, 'question' | 'decode'> & { readonly type: string };

function functionRead({ address, function: signature, args }: ReadOfFunction): Reading {
  const item = functionOf(signature);
  if (!isView(item)) throw new TypeError('it does not say view, and would change state');
  const [output] = item.outputs;
  if (output === undefined || item.outputs.length !== 1) throw new TypeError('it returns no value, or several');
  return {
    type: output.type,
    question: { to: address, data: encodeCall(item, args) },
    decode: (answer) => celValueOf(output, decodeFunctionResult({ abi: [item], functionName: item.name, data: answer })),
  };
}

/** Values lie in a word from its right end: https://docs.soliditylang.org/en/latest/internals/layout_in_storage.html */
function slotRead({ address, slot, type, offset }: ReadOfSlot): Reading {
  const bytes = bytesOf(type);
  if (offset + bytes > 32) throw new TypeError(`a value of ${bytes} bytes at the offset ${offset} does not end within its word`);
  return {
    type,
    question: { to: address, slot },
    decode: (answer) => {
      const word = answer.slice(2).padStart(64, '0');
      const value = word.slice(64 - 2 * (offset + bytes), 64 - 2 * offset);
      return celValueOf({ type }, decodeAbiParameters([{ type }], asArgument(type, value))[0]);
    },
  };
}

/** How many bytes a value takes in storage. Throws for what does not lie in one word, and for what is no type. */
function bytesOf(type: string): number {
  if (type === 'address') return 20;
  if (type === 'bool') return 1;
  const [, kind = '', text = ''] = /^(u?int|bytes)(\d+)$/.exec(type) ?? [];
  const bytes = kind === 'bytes' ? Number(text) : Number(text) / 8;
  if (kind === '' || !Number.isInteger(bytes) || bytes < 1 || bytes > 32) throw new TypeError(`${type} is no type that lies in one word`);
  return bytes;
}

/** A value of storage, as calls carry it: on the left of its word where it is bytes, else on the right with its sign before it. */
function asArgument(type: string, value: string): Hex {
  if (type.startsWith('bytes')) return `0x${value.padEnd(64, '0')}`;
  const isNegative = type.startsWith('int') && /^[89a-f]/.test(value);
  return `0x${value.padStart(64, isNegative ? 'f' : '0')}`;
}
