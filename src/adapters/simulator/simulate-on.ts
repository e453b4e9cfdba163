import type { Address, Frame, Log } from '../../core/chain/block.js';
import { isMalformed, MalformedInput } from '../../core/chain/malformed.js';
import { parseCallTree } from '../../core/chain/parse-trace.js';
import { objectAt } from '../../core/chain/quantity.js';
import { messageOf } from '../../core/errors.js';
import type { Simulation, SimulationBlock, SimulationEnvironment, UnsignedTransaction } from '../../ports/simulator.js';
import type { Endpoint } from '../chain-source/endpoint.js';
import { isRpcError, isUnsupported } from '../chain-source/rpc-error.js';
import { revertReasonOf } from './revert-reason.js';
import { parseSimulateV1, type V1Result } from './simulate-v1.js';
import { logsOfCallTree } from './trace-logs.js';

export interface TraceResult {
  readonly status: 'succeeded' | 'reverted';
  readonly revertReason: string | null;
  readonly gasUsed: number | null;
  readonly logs: readonly Log[];
  readonly frames: readonly Frame[];
}

/** One way to simulate, on one node: what it showed, that it lacks or refuses it, or that it did not answer. */
export type Attempt<T> =
  | { readonly kind: 'ran'; readonly result: T }
  | { readonly kind: 'unsupported' | 'refused' | 'failed'; readonly reason: string };

/** One environment on one node, by the best that the node has. Never throws for what the node does. */
export async function simulateOn(
  endpoint: Endpoint,
  tx: UnsignedTransaction,
  environment: SimulationEnvironment,
  block: SimulationBlock,
  timeoutMs: number,
): Promise<Simulation> {
  const { at, stateOverrides, blockOverrides } = worldOf([tx.from], environment, block);
  const call = callOf(tx, environment.gas, environment);
  const [v1, trace] = await Promise.all([
    attempt(endpoint, 'eth_simulateV1', firstOfV1, timeoutMs, [
      { blockStateCalls: [{ blockOverrides, stateOverrides, calls: [call] }], traceTransfers: true, validation: false },
      at,
    ]),
    attempt(endpoint, 'debug_traceCall', parseTraceCall, timeoutMs, [
      call,
      at,
      { tracer: 'callTracer', tracerConfig: { withLog: true }, stateOverrides, blockOverrides },
    ]),
  ]);
  if (v1.kind === 'ran' || trace.kind === 'ran') return merged(v1, trace);
  for (const { kind, reason } of [v1, trace]) if (kind === 'refused') return { kind: 'skipped', reason };
  for (const { kind, reason } of [v1, trace]) if (kind === 'failed') return { kind: 'failed', reason };
  return bareCall(endpoint, [call, at, stateOverrides, blockOverrides], timeoutMs);
}

function firstOfV1(answer: unknown): V1Result {
  const [first] = parseSimulateV1(answer, 1);
  if (first === undefined) throw new MalformedInput('simulateV1.calls', 'expected a call');
  return first;
}

/** A call as JSON-RPC takes it. */
export function callOf({ from, to, input, valueWei }: UnsignedTransaction, gas: number, environment: SimulationEnvironment) {
  return { from, ...(to === null ? {} : { to }), input, value: hex(valueWei), gas: hex(gas), ...priceOf(environment) };
}

/** The block and the state that a simulation runs on. */
export function worldOf(payers: readonly Address[], environment: SimulationEnvironment, block: SimulationBlock) {
  return {
    at: hex(block.number),
    stateOverrides: stateOverridesOf(payers, environment),
    blockOverrides: {
      number: hex(environment.number),
      time: hex(environment.timestamp),
      gasLimit: hex(environment.blockGasLimit),
      feeRecipient: environment.coinbase,
      prevRandao: environment.prevRandao,
      ...(environment.baseFeePerGasWei === null ? {} : { baseFeePerGas: hex(environment.baseFeePerGasWei) }),
    },
  };
}

type Override = { balance?: string; code?: string; stateDiff?: Record<string, string> };

function stateOverridesOf(
  payers: readonly Address[],
  { senderBalanceWei, overrides }: SimulationEnvironment,
): Readonly<Record<Address, Override>> {
  const all: Record<Address, Override> = {};
  const of = (address: Address): Override => {
    const one = all[address] ?? {};
    all[address] = one;
    return one;
  };
  if (senderBalanceWei !== null) for (const payer of payers) of(payer).balance = hex(senderBalanceWei);
  for (const [address, code] of overrides?.code ?? []) of(address).code = code;
  for (const [address, slots] of overrides?.slots ?? []) of(address).stateDiff = Object.fromEntries(slots);
  return all;
}

/** Logs by `eth_simulateV1`, which orders them itself; frames by the tracer. A run that one of the two saw revert is told as reverted. */
export function merged(v1: Attempt<V1Result>, trace: Attempt<TraceResult>): Simulation {
  const seen = [...(v1.kind === 'ran' ? [v1.result] : []), ...(trace.kind === 'ran' ? [trace.result] : [])];
  const told = seen.find(({ status }) => status === 'reverted') ?? seen[0];
  if (told === undefined) return { kind: 'failed', reason: 'The node showed nothing.' };
  return {
    kind: 'ran',
    status: told.status,
    revertReason: told.revertReason,
    gasUsed: told.gasUsed,
    logs: told.status === 'reverted' ? [] : told.logs,
    frames: trace.kind === 'ran' ? trace.result.frames : null,
    nativeTransfers: v1.kind === 'ran' ? v1.result.nativeTransfers : null,
    lost: trace.kind === 'ran' ? [] : ['trace'],
  };
}

export async function attempt<T>(
  endpoint: Endpoint,
  method: string,
  parse: (answer: unknown) => T,
  timeoutMs: number,
  params: readonly unknown[],
): Promise<Attempt<T>> {
  if (!endpoint.supports(method)) return { kind: 'unsupported', reason: `The node does not have ${method}.` };
  try {
    return { kind: 'ran', result: parse(await endpoint.request(method, params, timeoutMs)) };
  } catch (error) {
    if (isMalformed(error)) {
      endpoint.garbled();
      return { kind: 'failed', reason: `The node's answer to ${method} cannot be read: ${error.message}` };
    }
    if (!isRpcError(error)) return { kind: 'failed', reason: messageOf(error) };
    if (isUnsupported(error.failure)) return { kind: 'unsupported', reason: `The node does not have ${method}.` };
    return { kind: 'refused', reason: `The node refused ${method}: ${error.failure.message.slice(0, 300)}` };
  }
}

/** Throws MalformedInput. */
export function parseTraceCall(answer: unknown): TraceResult {
  const frames = parseCallTree(answer, 'traceCall');
  const root = objectAt(answer, 'traceCall');
  const [top] = frames;
  const failed = top?.failed === true;
  const error = root['error'];
  return {
    status: failed ? 'reverted' : 'succeeded',
    revertReason: failed ? (revertReasonOf(top.output) ?? (typeof error === 'string' ? error.slice(0, 300) : null)) : null,
    gasUsed: top?.gasUsed ?? null,
    logs: logsOfCallTree(answer, 'traceCall'),
    frames,
  };
}

/** The last choice: it says whether the call reverts and nothing of its effects. */
async function bareCall(endpoint: Endpoint, params: readonly unknown[], timeoutMs: number): Promise<Simulation> {
  const blind = {
    kind: 'ran',
    gasUsed: null,
    logs: null,
    frames: null,
    nativeTransfers: null,
    lost: ['logs', 'trace', 'native-transfers'],
  } as const;
  try {
    await endpoint.request('eth_call', params, timeoutMs);
    return { ...blind, status: 'succeeded', revertReason: null };
  } catch (error) {
    if (!isRpcError(error)) return { kind: 'failed', reason: messageOf(error) };
    const { code, message } = error.failure;
    if (code === 3 || /revert/i.test(message)) return { ...blind, status: 'reverted', revertReason: message.slice(0, 300) };
    return { kind: 'skipped', reason: `The node refused eth_call: ${message.slice(0, 300)}` };
  }
}

function priceOf({ gasPriceWei }: SimulationEnvironment): { readonly gasPrice?: string } {
  return gasPriceWei === null ? {} : { gasPrice: hex(gasPriceWei) };
}

/** A quantity as JSON-RPC writes it. */
export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
