import type { Hex } from '../../core/chain/block.js';
import { messageOf } from '../../core/errors.js';
import type { PreparedCall, TransactionSender } from '../../ports/transaction-sender.js';
import { createHttpTransport } from '../chain-source/http-transport.js';
import type { RpcTransport } from '../chain-source/json-rpc.js';
import { RpcError } from '../chain-source/rpc-error.js';
import { createWebSocketTransport } from '../chain-source/websocket-transport.js';

export interface RpcSender extends TransactionSender {
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;
/** Said by nodes of what they have in the pool already, or in a block. */
const KNOWN = /already known|already imported|known transaction|nonce too low/i;
const REVERTED = /revert/i;

/** Over the nodes of a chain: questions to the first that answers, transactions to all of them. */
export function createRpcSender(urls: readonly string[]): RpcSender {
  const nodes: readonly RpcTransport[] = urls.map((url) =>
    url.startsWith('ws') ? createWebSocketTransport(url) : createHttpTransport(url),
  );

  /** A node that refuses has answered; one that is away has not. */
  async function ask(method: string, params: readonly unknown[]): Promise<unknown> {
    let last: unknown = new Error('no node is configured');
    for (const node of nodes) {
      try {
        return await node.request(method, params, TIMEOUT_MS);
      } catch (error) {
        if (error instanceof RpcError) throw error;
        last = error;
      }
    }
    throw last;
  }

  return {
    hasCode: async (address) => {
      const code = await ask('eth_getCode', [address, 'latest']);
      return typeof code === 'string' && code.length > 2;
    },
    async simulate(call) {
      try {
        return { gas: quantity(await ask('eth_estimateGas', [paramsOf(call)]), 'eth_estimateGas') };
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        const { message } = error.failure;
        if (REVERTED.test(message)) return { revert: message.slice(0, 300) };
        throw new Error(`the node will not estimate it: ${message.slice(0, 300)}`);
      }
    },
    nonce: async (address, at) => Number(quantity(await ask('eth_getTransactionCount', [address, at]), 'eth_getTransactionCount')),
    balance: async (address) => quantity(await ask('eth_getBalance', [address, 'latest']), 'eth_getBalance'),
    async send(raw) {
      const answers = await Promise.allSettled(nodes.map((node) => node.request('eth_sendRawTransaction', [raw], TIMEOUT_MS)));
      if (answers.some(({ status }) => status === 'fulfilled')) return;
      const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [reasonOf(answer.reason)] : []));
      if (refusals.some((reason) => KNOWN.test(reason))) return;
      throw new Error(`no node takes the transaction: ${refusals.join('; ')}`);
    },
    async receipt(hash) {
      const receipt = await ask('eth_getTransactionReceipt', [hash]);
      if (receipt === null) return null;
      const status = Reflect.get(Object(receipt), 'status');
      return {
        succeeded: status === '0x1',
        blockNumber: Number(quantity(Reflect.get(Object(receipt), 'blockNumber'), 'eth_getTransactionReceipt')),
      };
    },
    async close() {
      for (const node of nodes) await node.close();
    },
  };
}

function paramsOf({ from, to, data, valueWei }: PreparedCall): object {
  return { from, to, data, value: hexOf(valueWei) };
}

function hexOf(value: bigint): Hex {
  return `0x${value.toString(16)}`;
}

function quantity(value: unknown, method: string): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-f]+$/i.test(value)) throw new Error(`the node answered ${method} with no quantity`);
  return BigInt(value);
}

function reasonOf(error: unknown): string {
  return error instanceof RpcError ? error.failure.message.slice(0, 300) : messageOf(error);
}
