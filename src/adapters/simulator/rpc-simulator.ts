import type { Address, Frame, Log } from '../../core/chain/block.js';
import { isMalformed } from '../../core/chain/malformed.js';
import { parseCallTree } from '../../core/chain/parse-trace.js';
import { addressAt, bigintAt, hashAt, numberAt, objectAt, optional } from '../../core/chain/quantity.js';
import { isRetryable, messageOf, RetryableError } from '../../core/errors.js';
import type {
  AccountState,
  Simulation,
  SimulationBlock,
  SimulationEnvironment,
  Simulator,
  UnsignedTransaction,
} from '../../ports/simulator.js';
import { Endpoint } from '../chain-source/endpoint.js';
import { isRpcError, isUnsupported } from '../chain-source/rpc-error.js';
import { revertReasonOf } from './revert-reason.js';
import { parseSimulateV1, type V1Result } from './simulate-v1.js';
import { logsOfCallTree } from './trace-logs.js';

export interface RpcSimulatorOptions {
  readonly chainId: number;
  readonly urls: readonly string[];
}

interface TraceResult {
  readonly status: 'succeeded' | 'reverted';
  readonly revertReason: string | null;
  readonly gasUsed: number | null;
  readonly logs: readonly Log[];
  readonly frames: readonly Frame[];
}

/** One way to simulate, on one node: what it showed, that it lacks or refuses it, or that it did not answer. */
type Attempt<T> =
  | { readonly kind: 'ran'; readonly result: T }
  | { readonly kind: 'unsupported' | 'refused' | 'failed'; readonly reason: string };

/** Simulations on the nodes of one chain: `eth_simulateV1` and `debug_traceCall` together where both are there, else one, else a bare `eth_call`. */
export class RpcSimulator implements Simulator {
  readonly chainId: number;
  private readonly endpoints: readonly Endpoint[];

  constructor(options: RpcSimulatorOptions) {
    this.chainId = options.chainId;
    this.endpoints = options.urls.map((url) => new Endpoint(url, options.chainId));
  }

  private ranked(): readonly Endpoint[] {
    const rank = (endpoint: Endpoint) => endpoint.score - (endpoint.isPaused ? 10 : 0);
    return this.endpoints.filter(({ isForeign }) => !isForeign).sort((a, b) => rank(b) - rank(a));
  }

  private async first<T>(ask: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    let last: unknown = new RetryableError('rpc-no-endpoint', 'No endpoint is left to ask.', { chain: this.chainId });
    for (const endpoint of this.ranked()) {
      try {
        return await ask(endpoint);
      } catch (error) {
        if (isMalformed(error)) {
          endpoint.garbled();
          last = new RetryableError('rpc-garbage', `The node's answer cannot be read: ${error.message}`, { endpoint: endpoint.label });
        } else if (isRetryable(error)) last = error;
        else throw error;
      }
    }
    throw last;
  }

  block(timeoutMs: number): Promise<SimulationBlock> {
    return this.first(async (endpoint) => {
      const block = objectAt(await endpoint.request('eth_getBlockByNumber', ['latest', false], timeoutMs), 'block');
      return {
        number: numberAt(block['number'], 'block.number'),
        hash: hashAt(block['hash'], 'block.hash'),
        timestamp: numberAt(block['timestamp'], 'block.timestamp'),
        miner: addressAt(block['miner'], 'block.miner'),
        gasLimit: numberAt(block['gasLimit'], 'block.gasLimit'),
        baseFeePerGasWei: optional(block['baseFeePerGas'], 'block.baseFeePerGas', bigintAt),
      };
    });
  }

  account(address: Address, block: SimulationBlock, timeoutMs: number): Promise<AccountState> {
    return this.first(async (endpoint) => {
      const [balance, nonce] = await Promise.all([
        endpoint.request('eth_getBalance', [address, hex(block.number)], timeoutMs),
        endpoint.request('eth_getTransactionCount', [address, hex(block.number)], timeoutMs),
      ]);
      return { balanceWei: bigintAt(balance, 'balance'), nonce: numberAt(nonce, 'nonce') };
    });
  }

  async codeOf(addresses: readonly Address[], block: SimulationBlock, timeoutMs: number): Promise<ReadonlyMap<Address, 'none' | 'some'>> {
    const facts = new Map<Address, 'none' | 'some'>();
    if (addresses.length === 0) return facts;
    const params = addresses.map((address) => [address, hex(block.number)]);
    const answers = await this.first((endpoint) => endpoint.batch('eth_getCode', params, timeoutMs));
    addresses.forEach((address, i) => {
      const code = answers[i];
      if (typeof code === 'string') facts.set(address, code === '0x' ? 'none' : 'some');
    });
    return facts;
  }

  async simulate(
    tx: UnsignedTransaction,
    environment: SimulationEnvironment,
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<Simulation> {
    let last: Simulation = { kind: 'failed', reason: 'No node is left to ask.' };
    for (const endpoint of this.ranked()) {
      last = await simulateOn(endpoint, tx, environment, block, timeoutMs);
      if (last.kind === 'ran') return last;
    }
    return last;
  }

  async close(): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => endpoint.transport.close()));
  }
}

async function simulateOn(
  endpoint: Endpoint,
  tx: UnsignedTransaction,
  environment: SimulationEnvironment,
  block: SimulationBlock,
  timeoutMs: number,
): Promise<Simulation> {
  const { call, at, stateOverrides, blockOverrides } = requestOf(tx, environment, block);
  const [v1, trace] = await Promise.all([
    attempt(endpoint, 'eth_simulateV1', parseSimulateV1, timeoutMs, [
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

function requestOf(tx: UnsignedTransaction, environment: SimulationEnvironment, block: SimulationBlock) {
  const { from, to, input, valueWei } = tx;
  return {
    call: { from, ...(to === null ? {} : { to }), input, value: hex(valueWei), gas: hex(environment.gas) },
    at: hex(block.number),
    stateOverrides: environment.senderBalanceWei === null ? {} : { [from]: { balance: hex(environment.senderBalanceWei) } },
    blockOverrides: {
      number: hex(environment.number),
      time: hex(environment.timestamp),
      gasLimit: hex(environment.blockGasLimit),
      feeRecipient: environment.coinbase,
      ...(block.baseFeePerGasWei === null ? {} : { baseFeePerGas: hex(block.baseFeePerGasWei) }),
    },
  };
}

/** Logs by `eth_simulateV1`, which orders them itself; frames by the tracer. A run that one of the two saw revert is told as reverted. */
function merged(v1: Attempt<V1Result>, trace: Attempt<TraceResult>): Simulation {
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

async function attempt<T>(
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
function parseTraceCall(answer: unknown): TraceResult {
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

function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
