import type { Address, Frame, FrameKind, Hex } from './block.js';
import { FRAME_KINDS } from './block.js';
import { MalformedInput } from './malformed.js';
import { addressAt, arrayAt, bigintAt, dataAt, isObject, type JsonObject, numberAt, objectAt, optional } from './quantity.js';

/** A hostile trace may nest as deep as it likes; the EVM itself stops at 1,024. */
const MAX_DEPTH = 1_100;

type Draft = { -readonly [K in keyof Frame]: Frame[K] };

function frameKind(type: string, path: string): FrameKind {
  const upper = type.toUpperCase();
  if (upper === 'SUICIDE') return 'SELFDESTRUCT';
  const kind = FRAME_KINDS.find((known) => known === upper);
  if (kind === undefined) throw new MalformedInput(path, `unknown frame type ${JSON.stringify(type.slice(0, 40))}`);
  return kind;
}

/** Calls to precompiles below the top are left out: one kind of tracer reports them and the other does not. */
function isPrecompile(to: Address | null): boolean {
  if (to === null || to === ZERO || !to.startsWith('0x000000000000000000000000000000000000')) return false;
  return Number.parseInt(to.slice(38), 16) < 0x400;
}
const ZERO: Address = '0x0000000000000000000000000000000000000000';

/** A callTracer tree as its frames in call order. Throws MalformedInput. */
export function parseCallTree(root: unknown, path: string): readonly Frame[] {
  const frames: Frame[] = [];
  walk(objectAt(root, path), -1, 0, false, path, frames);
  return frames;
}

function walk(raw: JsonObject, parent: number, depth: number, parentFailed: boolean, path: string, frames: Frame[]): void {
  if (depth > MAX_DEPTH) throw new MalformedInput(path, `deeper than ${MAX_DEPTH} frames`);
  const type = raw['type'];
  if (typeof type !== 'string') throw new MalformedInput(`${path}.type`, 'expected a string');
  const kind = frameKind(type, `${path}.type`);
  const to = optional(raw['to'], `${path}.to`, addressAt);
  if (depth > 0 && kind !== 'CREATE' && kind !== 'CREATE2' && kind !== 'SELFDESTRUCT' && isPrecompile(to)) return;
  const failed = parentFailed || (raw['error'] !== undefined && raw['error'] !== null);
  const frame: Draft = {
    index: frames.length,
    parent,
    depth,
    end: frames.length + 1,
    kind,
    from: addressAt(raw['from'], `${path}.from`),
    to,
    valueWei: kind === 'STATICCALL' || kind === 'DELEGATECALL' ? 0n : (optional(raw['value'], `${path}.value`, bigintAt) ?? 0n),
    input: optional(raw['input'], `${path}.input`, dataAt) ?? '0x',
    output: optional(raw['output'], `${path}.output`, dataAt) ?? '0x',
    failed,
    gasUsed: optional(raw['gasUsed'], `${path}.gasUsed`, numberAt),
  };
  frames.push(frame);
  const calls = raw['calls'];
  if (calls !== undefined && calls !== null) {
    const children = arrayAt(calls, `${path}.calls`);
    for (let i = 0; i < children.length; i += 1) {
      const childPath = `${path}.calls[${i}]`;
      walk(objectAt(children[i], childPath), frame.index, depth + 1, failed, childPath, frames);
    }
  }
  frame.end = frames.length;
}

/**
 * `debug_traceBlockByHash` with callTracer: one element a transaction. By `txHash` where the node gives it, else by position.
 * A transaction whose tracing failed has null.
 */
export function parseCallTraces(raw: unknown, hashes: readonly Hex[]): readonly (readonly Frame[] | null)[] {
  const items = arrayAt(raw, 'traces');
  if (items.length !== hashes.length) throw new MalformedInput('traces', `${items.length} traces for ${hashes.length} transactions`);
  const position = new Map(hashes.map((hash, index) => [hash, index]));
  const out: (readonly Frame[] | null)[] = hashes.map(() => null);
  for (let i = 0; i < items.length; i += 1) {
    const item = objectAt(items[i], `traces[${i}]`);
    const named = item['txHash'];
    const index = typeof named === 'string' ? position.get(named.toLowerCase() as Hex) : i;
    if (index === undefined) throw new MalformedInput(`traces[${i}].txHash`, 'is no transaction of this block');
    if (isObject(item['result'])) out[index] = parseCallTree(item['result'], `traces[${i}].result`);
  }
  return out;
}

/** `trace_block` (flat, parity style): rewards are left out, paths become parents. */
export function parseFlatTraces(raw: unknown, hashes: readonly Hex[]): readonly (readonly Frame[] | null)[] {
  const items = arrayAt(raw, 'traces');
  const position = new Map(hashes.map((hash, index) => [hash, index]));
  const drafts = new Map<number, { frames: Draft[]; byPath: Map<string, number> }>();
  for (let i = 0; i < items.length; i += 1) {
    const path = `traces[${i}]`;
    const item = objectAt(items[i], path);
    if (item['type'] === 'reward') continue;
    const named = item['transactionHash'];
    const index = typeof named === 'string' ? position.get(named.toLowerCase() as Hex) : undefined;
    if (index === undefined) throw new MalformedInput(`${path}.transactionHash`, 'is no transaction of this block');
    let trace = drafts.get(index);
    if (trace === undefined) {
      trace = { frames: [], byPath: new Map() };
      drafts.set(index, trace);
    }
    appendFlat(item, path, trace);
  }
  return hashes.map((_, index) => {
    const trace = drafts.get(index);
    if (trace === undefined) return null;
    for (let i = trace.frames.length - 1; i >= 0; i -= 1) {
      const frame = trace.frames[i];
      const parent = frame === undefined ? undefined : trace.frames[frame.parent];
      if (frame !== undefined && parent !== undefined) parent.end = Math.max(parent.end, frame.end);
    }
    return trace.frames;
  });
}

function appendFlat(item: JsonObject, path: string, trace: { frames: Draft[]; byPath: Map<string, number> }): void {
  const action = objectAt(item['action'], `${path}.action`);
  const result = isObject(item['result']) ? item['result'] : {};
  const address = arrayAt(item['traceAddress'], `${path}.traceAddress`).map(String);
  const parent = address.length === 0 ? -1 : trace.byPath.get(address.slice(0, -1).join('.'));
  const type = item['type'];
  const kind = flatKind(type, action, path);
  const to = optional(
    kind === 'CREATE' || kind === 'CREATE2' ? result['address'] : kind === 'SELFDESTRUCT' ? action['refundAddress'] : action['to'],
    `${path}.to`,
    addressAt,
  );
  // The subtree of a precompile (it has none) or of a frame that was left out has no parent here.
  if (parent === undefined || (address.length > 0 && type === 'call' && isPrecompile(to))) return;
  const parentFailed = parent >= 0 && trace.frames[parent]?.failed === true;
  trace.byPath.set(address.join('.'), trace.frames.length);
  trace.frames.push({
    index: trace.frames.length,
    parent,
    depth: address.length,
    end: trace.frames.length + 1,
    kind,
    from: addressAt(kind === 'SELFDESTRUCT' ? action['address'] : action['from'], `${path}.action.from`),
    to,
    valueWei:
      kind === 'STATICCALL' || kind === 'DELEGATECALL'
        ? 0n
        : (optional(action['value'] ?? action['balance'], `${path}.action.value`, bigintAt) ?? 0n),
    input: optional(action['input'] ?? action['init'], `${path}.action.input`, dataAt) ?? '0x',
    output: optional(result['output'] ?? result['code'], `${path}.result.output`, dataAt) ?? '0x',
    failed: parentFailed || (item['error'] !== undefined && item['error'] !== null),
    gasUsed: optional(result['gasUsed'], `${path}.result.gasUsed`, numberAt),
  });
}

function flatKind(type: unknown, action: JsonObject, path: string): FrameKind {
  if (type === 'create') return action['creationMethod'] === 'create2' ? 'CREATE2' : 'CREATE';
  if (type === 'suicide') return 'SELFDESTRUCT';
  const callType = action['callType'];
  if (type !== 'call' || typeof callType !== 'string') throw new MalformedInput(`${path}.type`, 'unknown trace type');
  return frameKind(callType, `${path}.action.callType`);
}
