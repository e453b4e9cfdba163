import type { Log } from '../../core/chain/block.js';
import { addressAt, arrayAt, dataAt, hashAt, type JsonObject, numberAt, objectAt, optional } from '../../core/chain/quantity.js';

/** A log as a simulation shows it, at its position among the transaction's own. */
export function parseSimulatedLog(raw: unknown, path: string, logIndex: number): Log {
  const log = objectAt(raw, path);
  return {
    address: addressAt(log['address'], `${path}.address`),
    topics: arrayAt(log['topics'] ?? [], `${path}.topics`).map((topic, i) => hashAt(topic, `${path}.topics[${i}]`)),
    data: optional(log['data'], `${path}.data`, dataAt) ?? '0x',
    logIndex,
  };
}

/** The logs of a callTracer tree with `withLog`, in order of emission. A frame that failed emitted none, nor did what it called. */
export function logsOfCallTree(root: unknown, path: string): readonly Log[] {
  const logs: Log[] = [];
  collect(objectAt(root, path), path, logs);
  return logs;
}

function collect(frame: JsonObject, path: string, logs: Log[]): void {
  if (frame['error'] !== undefined && frame['error'] !== null) return;
  const calls = arrayAt(frame['calls'] ?? [], `${path}.calls`);
  const own = arrayAt(frame['logs'] ?? [], `${path}.logs`).map((raw, i) => ({ raw, path: `${path}.logs[${i}]` }));
  // `position` counts the calls that the frame had made when it emitted.
  const position = (log: { raw: unknown; path: string }) =>
    optional(objectAt(log.raw, log.path)['position'], `${log.path}.position`, numberAt) ?? calls.length;
  for (let call = 0; call <= calls.length; call += 1) {
    for (const log of own) if (position(log) === call) logs.push(parseSimulatedLog(log.raw, log.path, logs.length));
    if (call < calls.length) collect(objectAt(calls[call], `${path}.calls[${call}]`), `${path}.calls[${call}]`, logs);
  }
}
