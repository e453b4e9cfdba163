import { type AbiParameter, decodeAbiParameters, decodeEventLog } from 'viem';
import type { Hex, Log } from '../../core/chain/block.js';
import { accountOf } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import { CallArguments, type DecodedItem, EventArguments, type ItemDecoder } from '../../core/monitor/decoded-item.js';
import { argumentName, celValueOf } from './argument-types.js';
import type { AbiItem, MonitorAbi } from './monitor-abi.js';

/** One word of data into a value of the language; null: this type is not one word. */
type WordReader = (word: string) => unknown;

function wordReader(type: string): WordReader | null {
  const [, unsigned, bits] = /^(u?)int(\d*)$/.exec(type) ?? [];
  if (unsigned === 'u') return (word) => new Amount(BigInt(`0x${word}`));
  if (unsigned === '') {
    const width = Number(bits || 256);
    return (word) => new Amount(BigInt.asIntN(width, BigInt(`0x${word}`)));
  }
  if (type === 'address') return (word) => accountOf(`0x${word.slice(24)}`);
  if (type === 'bool') return (word) => !/^0*$/.test(word);
  const [, bytes] = /^bytes(\d+)$/.exec(type) ?? [];
  return bytes === undefined ? null : (word) => `0x${word.slice(0, Number(bytes) * 2)}`;
}

/** Reads by a monitor's ABI. Most events and calls are words, which are read by hand: a general decoder costs ten times as much. */
export function createItemDecoder(abi: MonitorAbi): ItemDecoder {
  const events = byKey(abi.events, eventReader);
  const functions = byKey(abi.functions, callReader);
  return {
    event(log) {
      for (const read of events.get(log.topics[0] ?? '') ?? []) {
        const item = read(log);
        if (item !== null) return item;
      }
      return null;
    },
    call(input) {
      for (const read of functions.get(input.slice(0, 10)) ?? []) {
        const item = read(input);
        if (item !== null) return item;
      }
      return null;
    },
  };
}

function byKey<T>(items: readonly AbiItem[], readerOf: (item: AbiItem) => T): ReadonlyMap<string, readonly T[]> {
  const table = new Map<string, T[]>();
  for (const item of items) table.set(item.key, [...(table.get(item.key) ?? []), readerOf(item)]);
  return table;
}

function isIndexed(input: AbiParameter): boolean {
  return 'indexed' in input && input.indexed === true;
}

function eventReader({ name, signature, inputs }: AbiItem): (log: Log) => DecodedItem<EventArguments> | null {
  const indexed = inputs.filter(isIndexed).length;
  const readers = inputs.map(({ type }) => wordReader(type));
  const isWords = readers.every((reader) => reader !== null);
  const words = inputs.length - indexed;
  const names = inputs.map(argumentName);
  return (log) => {
    if (log.topics.length !== indexed + 1) return null;
    if (!isWords) return generalEvent({ name, signature, inputs }, log);
    if (log.data.length < 2 + words * 64) return null;
    const values: Record<string, unknown> = {};
    let topic = 1;
    let at = 2;
    for (let i = 0; i < readers.length; i += 1) {
      const input = inputs[i];
      const isTopic = input !== undefined && isIndexed(input);
      const word = isTopic ? (log.topics[topic] ?? '').slice(2) : log.data.slice(at, at + 64);
      if (isTopic) topic += 1;
      else at += 64;
      values[names[i] ?? ''] = readers[i]?.(word);
    }
    return { name, signature, args: new EventArguments(values) };
  };
}

function generalEvent(
  { name, signature, inputs }: Pick<AbiItem, 'name' | 'signature' | 'inputs'>,
  log: Log,
): DecodedItem<EventArguments> | null {
  const abi = [{ type: 'event' as const, name, inputs }];
  const [topic, ...rest] = log.topics;
  if (topic === undefined) return null;
  let decoded: unknown;
  try {
    decoded = decodeEventLog({ abi, data: log.data, topics: [topic, ...rest] }).args;
  } catch {
    return null; // Data that does not fit is no event of this kind.
  }
  const values = Object.fromEntries(
    inputs.map((input, i) => {
      const value: unknown = Array.isArray(decoded) ? decoded[i] : Reflect.get(Object(decoded), input.name ?? '');
      const isHash = isIndexed(input) && typeof value === 'string';
      return [argumentName(input, i), isHash && input.type !== 'address' ? value : celValueOf(input, value)];
    }),
  );
  return { name, signature, args: new EventArguments(values) };
}

function callReader({ name, signature, inputs }: AbiItem): (input: Hex) => DecodedItem<CallArguments> | null {
  const readers = inputs.map(({ type }) => wordReader(type));
  const isWords = readers.every((reader) => reader !== null);
  const names = inputs.map(argumentName);
  return (input) => {
    if (!isWords) return generalCall({ name, signature, inputs }, input);
    if (input.length < 10 + inputs.length * 64) return null;
    const values: Record<string, unknown> = {};
    for (let i = 0; i < readers.length; i += 1) values[names[i] ?? ''] = readers[i]?.(input.slice(10 + i * 64, 74 + i * 64));
    return { name, signature, args: new CallArguments(values) };
  };
}

function generalCall(
  { name, signature, inputs }: Pick<AbiItem, 'name' | 'signature' | 'inputs'>,
  input: Hex,
): DecodedItem<CallArguments> | null {
  let values: readonly unknown[];
  try {
    values = decodeAbiParameters(inputs, `0x${input.slice(10)}`);
  } catch {
    return null;
  }
  return {
    name,
    signature,
    args: new CallArguments(Object.fromEntries(inputs.map((part, i) => [argumentName(part, i), celValueOf(part, values[i])]))),
  };
}
