import {
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  parseAbiItem,
  toEventSelector,
  toEventSignature,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem';
import type { Json } from '../../core/detect/finding.js';
import { messageOf } from '../../core/errors.js';
import type { RuleProblem } from '../../ports/rules.js';
import { STANDARD_ITEMS } from './standard-items.js';

/** An event or a function that a monitor may name. */
export interface AbiItem {
  readonly name: string;
  readonly signature: string;
  /** First topic of an event, selector of a function. */
  readonly key: string;
  readonly inputs: readonly AbiParameter[];
}

export interface MonitorAbi {
  readonly events: readonly AbiItem[];
  readonly functions: readonly AbiItem[];
}

/** Reads what a user wrote; null: well-known events and functions. Items of other types (errors, constructors) are left out. */
export function readMonitorAbi(written: readonly Json[] | null): { readonly abi: MonitorAbi; readonly problems: readonly RuleProblem[] } {
  if (written === null) return { abi: standardAbi(), problems: [] };
  const problems: RuleProblem[] = [];
  const events: AbiItem[] = [];
  const functions: AbiItem[] = [];
  for (const [i, item] of written.entries()) {
    try {
      const parsed = itemOf(item);
      if (parsed.type === 'event') events.push(eventItem(parsed));
      if (parsed.type === 'function') functions.push(functionItem(parsed));
    } catch (error) {
      problems.push({
        path: `/abi/${i}`,
        message: `this is no item of an ABI: ${messageOf(error).split('\n')[0] ?? ''}`.slice(0, 300),
        line: null,
        column: null,
        remedy: 'give an item as compilers write it, or a line of Solidity such as "event Paused(address account)"',
        severity: 'error',
      });
    }
  }
  return { abi: { events, functions }, problems };
}

let standard: MonitorAbi | null = null;

function standardAbi(): MonitorAbi {
  standard ??= readMonitorAbi(STANDARD_ITEMS).abi;
  return standard;
}

type ParsedItem = AbiEvent | AbiFunction | { readonly type: 'other' };

function itemOf(item: Json): ParsedItem {
  if (typeof item === 'string') {
    const parsed: unknown = parseAbiItem(item as 'function x()'); // Its type follows a literal; this text is a user's.
    return checkedItem(parsed);
  }
  return checkedItem(item);
}

function checkedItem(item: unknown): ParsedItem {
  if (typeof item !== 'object' || item === null || !('type' in item)) throw new TypeError('it has no type');
  if (item.type !== 'event' && item.type !== 'function') return { type: 'other' };
  if (!('name' in item) || typeof item.name !== 'string' || item.name === '') throw new TypeError('it has no name');
  if (!('inputs' in item) || !Array.isArray(item.inputs) || !item.inputs.every(isParameter))
    throw new TypeError('its inputs have no types');
  return item as ParsedItem;
}

function isParameter(input: unknown): input is AbiParameter {
  if (typeof input !== 'object' || input === null || !('type' in input) || typeof input.type !== 'string') return false;
  if (!input.type.startsWith('tuple')) return true;
  return 'components' in input && Array.isArray(input.components) && input.components.every(isParameter);
}

function eventItem(event: AbiEvent): AbiItem {
  return { name: event.name, signature: toEventSignature(event), key: toEventSelector(event), inputs: event.inputs };
}

function functionItem(item: AbiFunction): AbiItem {
  return { name: item.name, signature: toFunctionSignature(item), key: toFunctionSelector(item), inputs: item.inputs };
}
