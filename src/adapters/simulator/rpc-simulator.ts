import type { AccessListEntry, Address, Hex, Log } from '../../core/chain/block.js';
import { isMalformed } from '../../core/chain/malformed.js';
import { addressAt, arrayAt, bigintAt, hashAt, isObject, numberAt, objectAt, optional } from '../../core/chain/quantity.js';
import { isRetryable, RetryableError } from '../../core/errors.js';
import type {
  AccountState,
  LogFilter,
  Read,
  SequenceSimulation,
  Simulation,
  SimulationBlock,
  SimulationEnvironment,
  Simulator,
  UnsignedTransaction,
} from '../../ports/simulator.js';
import { Endpoint } from '../chain-source/endpoint.js';
import { hex, simulateOn } from './simulate-on.js';
import { simulateSequence } from './simulate-sequence.js';
import { parseSimulatedLog } from './trace-logs.js';

export interface RpcSimulatorOptions {
  readonly chainId: number;
  readonly urls: readonly string[];
}

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

  block(timeoutMs: number, number: number | null = null): Promise<SimulationBlock> {
    return this.first(async (endpoint) => {
      const at = number === null ? 'latest' : hex(number);
      const block = objectAt(await endpoint.request('eth_getBlockByNumber', [at, false], timeoutMs), 'block');
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
      const [balance, nonce, pending] = await Promise.all([
        endpoint.request('eth_getBalance', [address, hex(block.number)], timeoutMs),
        endpoint.request('eth_getTransactionCount', [address, hex(block.number)], timeoutMs),
        // Optional: some nodes have no view of what is pending.
        endpoint.request('eth_getTransactionCount', [address, 'pending'], timeoutMs).catch(() => null),
      ]);
      return {
        balanceWei: bigintAt(balance, 'balance'),
        nonce: numberAt(nonce, 'nonce'),
        pendingNonce: pending === null ? null : numberAt(pending, 'pending nonce'),
      };
    });
  }

  async codeOf(addresses: readonly Address[], block: SimulationBlock, timeoutMs: number): Promise<ReadonlyMap<Address, Hex>> {
    const answers = await this.batch(
      'eth_getCode',
      addresses.map((address) => [address, hex(block.number)]),
      timeoutMs,
    );
    return new Map(addresses.flatMap((address, i) => (answers[i] == null ? [] : [[address, answers[i]] as const])));
  }

  slotsOf(
    slots: readonly (readonly [contract: Address, slot: Hex])[],
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<readonly (Hex | null)[]> {
    return this.batch(
      'eth_getStorageAt',
      slots.map(([contract, slot]) => [contract, slot, hex(block.number)]),
      timeoutMs,
    );
  }

  read(reads: readonly Read[], block: SimulationBlock, timeoutMs: number): Promise<readonly (Hex | null)[]> {
    return this.batch(
      'eth_call',
      reads.map((call) => [call, hex(block.number)]),
      timeoutMs,
    );
  }

  async touchedBy(
    { from, to, input, valueWei }: UnsignedTransaction,
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<readonly AccessListEntry[] | null> {
    const call = { from, ...(to === null ? {} : { to }), input, value: hex(valueWei) };
    // As a batch of one: that a call reverts is no fault of the node, for which it would be asked less.
    const [answer] = await this.first((endpoint) => endpoint.batch('eth_createAccessList', [[call, hex(block.number)]], timeoutMs));
    if (!isObject(answer) || !Array.isArray(answer['accessList'])) return null;
    return arrayAt(answer['accessList'], 'accessList').map((one, i) => {
      const entry = objectAt(one, `accessList[${i}]`);
      return {
        address: addressAt(entry['address'], `accessList[${i}].address`),
        storageKeys: arrayAt(entry['storageKeys'], `accessList[${i}].storageKeys`).map((key, k) => hashAt(key, `storageKeys[${k}]`)),
      };
    });
  }

  logs({ topics, address, from, to }: LogFilter, timeoutMs: number): Promise<readonly Log[]> {
    return this.first(async (endpoint) => {
      const answer = await endpoint.request(
        'eth_getLogs',
        [{ fromBlock: hex(from), toBlock: hex(to), topics, ...(address === undefined ? {} : { address }) }],
        timeoutMs,
      );
      return arrayAt(answer, 'logs').map((log, i) => parseSimulatedLog(log, `logs[${i}]`, i));
    });
  }

  /** Answers that are no hex, or errors, are null. */
  private async batch(method: string, params: readonly (readonly unknown[])[], timeoutMs: number): Promise<readonly (Hex | null)[]> {
    if (params.length === 0) return [];
    const answers = await this.first((endpoint) => endpoint.batch(method, params, timeoutMs));
    return params.map((_, i) => {
      const answer = answers[i];
      return typeof answer === 'string' && /^0x([0-9a-f]{2})*$/i.test(answer) ? (answer.toLowerCase() as Hex) : null;
    });
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

  async simulateAll(
    txs: readonly UnsignedTransaction[],
    environment: SimulationEnvironment,
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<SequenceSimulation> {
    const [only, ...more] = txs;
    if (only === undefined) return { kind: 'ran', runs: [] };
    if (more.length === 0) {
      const one = await this.simulate(only, environment, block, timeoutMs);
      return one.kind === 'ran' ? { kind: 'ran', runs: [one] } : one;
    }
    let last: SequenceSimulation = { kind: 'failed', reason: 'No node is left to ask.' };
    for (const endpoint of this.ranked()) {
      last = await simulateSequence(endpoint, txs, environment, block, timeoutMs);
      if (last.kind === 'ran') return last;
    }
    return last;
  }

  async close(): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => endpoint.transport.close()));
  }
}
