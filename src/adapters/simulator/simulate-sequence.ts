import type { Address, Log } from '../../core/chain/block.js';
import { arrayAt, objectAt } from '../../core/chain/quantity.js';
import type {
  SequenceSimulation,
  SimulatedRun,
  SimulationBlock,
  SimulationEnvironment,
  UnsignedTransaction,
} from '../../ports/simulator.js';
import type { Endpoint } from '../chain-source/endpoint.js';
import { sequenceCode } from './sequence-code.js';
import { type Attempt, attempt, callOf, merged, parseTraceCall, type TraceResult, worldOf } from './simulate-on.js';
import { parseSimulateV1, type V1Result } from './simulate-v1.js';

/** What `eth_simulateV1` may use in all: geth's cap on calls by RPC is 50 million. */
const GAS_IN_ALL = 48_000_000;
const LEAST_GAS = 1_500_000;

/**
 * Calls one after the other on one state. `eth_simulateV1` does it; the calls' frames come from a trace of code that makes the same calls for the sender, and count
 * only where each ended as it did without that code. Never throws for what the node does.
 */
export async function simulateSequence(
  endpoint: Endpoint,
  txs: readonly UnsignedTransaction[],
  environment: SimulationEnvironment,
  block: SimulationBlock,
  timeoutMs: number,
): Promise<SequenceSimulation> {
  const [first] = txs;
  if (first === undefined) return { kind: 'ran', runs: [] };
  // As much as the block has room for, so that it needs no other limit than its own; where that is too little for a call, more.
  const room = Math.max(
    Math.floor(Math.min(GAS_IN_ALL, environment.blockGasLimit) / txs.length),
    Math.min(LEAST_GAS, Math.floor(GAS_IN_ALL / txs.length)),
  );
  const gas = Math.min(environment.gas, room);
  const roomy = { ...environment, blockGasLimit: Math.max(environment.blockGasLimit, gas * txs.length) };
  const { at, stateOverrides, blockOverrides } = worldOf([...new Set(txs.map(({ from }) => from))], roomy, block);
  const [v1, traces] = await Promise.all([
    attempt(endpoint, 'eth_simulateV1', (answer) => parseSimulateV1(answer, txs.length), timeoutMs, [
      {
        blockStateCalls: [{ blockOverrides, stateOverrides, calls: txs.map((tx) => callOf(tx, gas, environment)) }],
        traceTransfers: true,
        validation: false,
      },
      at,
    ]),
    traced(endpoint, txs, roomy, block, timeoutMs),
  ]);
  const sound = soundUpTo(groupsOf(txs));
  if (v1.kind === 'ran')
    return { kind: 'ran', runs: txs.map((_, i) => runOf(v1.result[i], traces.kind === 'ran' && i < sound ? traces.result[i] : undefined)) };
  // Without it the trace alone shows the order, with the sender's own code replaced: good enough to see a threat, as the trace of one call is.
  if (traces.kind === 'ran' && traces.result.length === txs.length)
    return {
      kind: 'ran',
      runs: traces.result.map((trace, i) => (i < sound ? runOf(undefined, trace) : { ...runOf(undefined, trace), ...UNSEEN })),
    };
  return { kind: v1.kind === 'failed' ? 'failed' : 'skipped', reason: v1.reason };
}

/** Consecutive calls of one sender. */
interface Group {
  readonly from: Address;
  readonly txs: readonly UnsignedTransaction[];
}

function groupsOf(txs: readonly UnsignedTransaction[]): readonly Group[] {
  const groups: { from: Address; txs: UnsignedTransaction[] }[] = [];
  for (const tx of txs) {
    const last = groups.at(-1);
    if (last?.from === tx.from) last.txs.push(tx);
    else groups.push({ from: tx.from, txs: [tx] });
  }
  return groups;
}

/** How many runs the trace shows where they are: a contract is created at an address by its sender's nonce, which code counts up for creations only, transactions for each. */
function soundUpTo(groups: readonly Group[]): number {
  let before = 0;
  for (const [k, { txs }] of groups.entries()) {
    let nonce = k === 0 ? 1 : 0; // The call that sets off the first is a transaction of its own.
    for (const [i, { to }] of txs.entries()) {
      if (to !== null) continue;
      if (i !== nonce) return before + i;
      nonce += 1;
    }
    before += txs.length;
  }
  return before;
}

/** The first sender's code makes its calls, and sets off the code of the next senders, which make theirs. */
function traced(
  endpoint: Endpoint,
  txs: readonly UnsignedTransaction[],
  environment: SimulationEnvironment,
  block: SimulationBlock,
  timeoutMs: number,
): Promise<Attempt<readonly TraceResult[]>> {
  const groups = groupsOf(txs);
  const [first, ...others] = groups;
  if (first === undefined || new Set(groups.map(({ from }) => from)).size < groups.length)
    return Promise.resolve({ kind: 'refused', reason: 'Calls of senders that take turns cannot be traced as one.' });
  const setOff = others.map(({ from: to }): UnsignedTransaction => ({ from: first.from, to, input: '0x', valueWei: 0n }));
  const code = new Map([
    ...(environment.overrides?.code ?? []),
    [first.from, sequenceCode([...first.txs, ...setOff])] as const,
    ...others.map(({ from, txs: own }) => [from, sequenceCode(own, first.from)] as const),
  ]);
  const acting = { ...environment, overrides: { ...environment.overrides, code } };
  const { at, stateOverrides, blockOverrides } = worldOf([first.from], acting, block);
  const gas = Math.min(environment.gas * txs.length, GAS_IN_ALL);
  const call = callOf({ from: first.from, to: first.from, input: '0x', valueWei: 0n }, gas, environment);
  const counts = groups.map((group) => group.txs.length);
  return attempt(endpoint, 'debug_traceCall', (answer) => tracesOf(answer, counts), timeoutMs, [
    call,
    at,
    { tracer: 'callTracer', tracerConfig: { withLog: true }, stateOverrides, blockOverrides },
  ]);
}

/** Each call of the root is one of the first sender's, or holds those of another. None where they are not as many as were asked. Throws MalformedInput. */
function tracesOf(answer: unknown, [first = 0, ...others]: readonly number[]): readonly TraceResult[] {
  const calls = callsOf(answer);
  const groups = [calls.slice(0, first), ...calls.slice(first).map(callsOf)];
  const isWhole = [first, ...others].every((count, i) => groups[i]?.length === count) && groups.length === others.length + 1;
  return isWhole ? groups.flat().map(parseTraceCall) : [];
}

function callsOf(frame: unknown): readonly unknown[] {
  return arrayAt(objectAt(frame, 'traceCall')['calls'] ?? [], 'traceCall.calls');
}

const UNSEEN = { logs: null, frames: null, nativeTransfers: null, lost: ['logs', 'trace', 'native-transfers'] } as const;
const NO_TRACE = { kind: 'refused', reason: 'The trace of the batch does not agree with its simulation.' } as const;

function saidOf(logs: readonly Log[]): string {
  return logs.map(({ address, topics, data }) => [address, ...topics, data].join()).join(';');
}

function runOf(v1: V1Result | undefined, trace: TraceResult | undefined): SimulatedRun {
  const agrees = trace !== undefined && (v1 === undefined || (v1.status === trace.status && saidOf(v1.logs) === saidOf(trace.logs)));
  const run = merged(v1 === undefined ? NO_TRACE : { kind: 'ran', result: v1 }, agrees ? { kind: 'ran', result: trace } : NO_TRACE);
  if (run.kind === 'ran') return run;
  return {
    kind: 'ran',
    status: 'reverted',
    revertReason: null,
    gasUsed: null,
    logs: null,
    frames: null,
    nativeTransfers: null,
    lost: ['logs', 'trace', 'native-transfers'],
  };
}
