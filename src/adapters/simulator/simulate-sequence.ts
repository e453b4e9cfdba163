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
  if (v1.kind === 'ran')
    return { kind: 'ran', runs: txs.map((_, i) => runOf(v1.result[i], traces.kind === 'ran' ? traces.result[i] : undefined)) };
  // Without it the trace alone shows the order, with the sender's own code replaced: good enough to see a threat, as the trace of one call is.
  if (traces.kind === 'ran' && traces.result.length === txs.length)
    return { kind: 'ran', runs: traces.result.map((trace) => runOf(undefined, trace)) };
  return { kind: v1.kind === 'failed' ? 'failed' : 'skipped', reason: v1.reason };
}

function traced(
  endpoint: Endpoint,
  txs: readonly UnsignedTransaction[],
  environment: SimulationEnvironment,
  block: SimulationBlock,
  timeoutMs: number,
): Promise<Attempt<readonly TraceResult[]>> {
  const [first] = txs;
  if (first === undefined || txs.some(({ from }) => from !== first.from))
    return Promise.resolve({ kind: 'refused', reason: 'Calls of several senders cannot be traced as one.' });
  const acting = {
    ...environment,
    overrides: { ...environment.overrides, code: new Map([...(environment.overrides?.code ?? []), [first.from, sequenceCode(txs)]]) },
  };
  const { at, stateOverrides, blockOverrides } = worldOf([first.from], acting, block);
  const gas = Math.min(environment.gas * txs.length, GAS_IN_ALL);
  const call = callOf({ from: first.from, to: first.from, input: '0x', valueWei: 0n }, gas, environment);
  return attempt(endpoint, 'debug_traceCall', (answer) => tracesOf(answer, txs.length), timeoutMs, [
    call,
    at,
    { tracer: 'callTracer', tracerConfig: { withLog: true }, stateOverrides, blockOverrides },
  ]);
}

/** Each call of the root is one of the sequence. Throws MalformedInput. */
function tracesOf(answer: unknown, asked: number): readonly TraceResult[] {
  const calls = arrayAt(objectAt(answer, 'traceCall')['calls'] ?? [], 'traceCall.calls');
  return calls.length === asked ? calls.map(parseTraceCall) : [];
}

const NO_TRACE = { kind: 'refused', reason: 'The trace of the batch does not agree with its simulation.' } as const;

function runOf(v1: V1Result | undefined, trace: TraceResult | undefined): SimulatedRun {
  const agrees = trace !== undefined && (v1 === undefined || v1.status === trace.status);
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
