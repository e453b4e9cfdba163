import type { Address } from '../../core/chain/block.js';
import { isMalformed } from '../../core/chain/malformed.js';
import { addressAt, bigintAt, hashAt, numberAt, objectAt, optional } from '../../core/chain/quantity.js';
import { isRetryable, RetryableError } from '../../core/errors.js';
import type {
  AccountState,
  Simulation,
  SimulationBlock,
  SimulationEnvironment,
  Simulator,
  UnsignedTransaction,
} from '../../ports/simulator.js';
import { Endpoint } from '../chain-source/endpoint.js';
import { hex, simulateOn } from './simulate-on.js';

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
