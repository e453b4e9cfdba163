import { anvilBinary } from '../../src/lab/devnet/anvil-binary.js';
import { freePort } from '../../src/lab/devnet/free-port.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { type ChildNode, startNode } from './child-node.js';

/** Anvil that mines when told to, with ten rich accounts. */
export interface AnvilNode extends ChildNode {
  mine(blocks?: number): Promise<void>;
  /** Replaces the newest blocks; each new one holds the given transactions by its position. */
  reorg(depth: number): Promise<void>;
  headNumber(): Promise<number>;
}

export interface AnvilOptions {
  readonly chainId?: number;
  readonly args?: readonly string[];
  readonly port?: number;
}

/** The first key of anvil's own mnemonic, known to all. */
export const ANVIL_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export async function startAnvil({ chainId = 31337, args = [], port }: AnvilOptions = {}): Promise<AnvilNode> {
  const at = port ?? (await freePort());
  const own = ['--host', '127.0.0.1', '--port', String(at), '--chain-id', String(chainId), '--no-mining', '--quiet'];
  const node = await startNode(anvilBinary(), [...own, ...args], at, at);
  const { httpUrl } = node;
  return {
    ...node,
    async mine(blocks = 1) {
      await rpc(httpUrl, 'anvil_mine', [`0x${blocks.toString(16)}`]);
    },
    async reorg(depth) {
      await rpc(httpUrl, 'anvil_reorg', [depth, []]);
    },
    async headNumber() {
      return Number(await rpc(httpUrl, 'eth_blockNumber'));
    },
  };
}
