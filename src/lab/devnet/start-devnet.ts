import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '../../core/chain/block.js';
import { hashAt, numberAt, objectAt } from '../../core/chain/quantity.js';
import { FatalError, isRetryable } from '../../core/errors.js';
import { anvilBinary } from './anvil-binary.js';
import { claimChain, type KeptChain } from './chain-file.js';
import { freePort } from './free-port.js';
import { guardAgainstOrphan } from './guard.js';
import { rpc } from './rpc.js';

export interface DevnetOptions {
  /** Where the chain is kept between starts. */
  readonly dir: string;
  readonly chainId?: number;
  /** Time of a new chain's first block, in seconds; a kept chain has its own. By default some days ago: code that stands for long must be able to be old. */
  readonly genesisTimestamp?: number;
  /** States that can be asked and traced at; by default some minutes' worth. */
  readonly statesKept?: number;
}

export interface Devnet {
  readonly httpUrl: string;
  readonly wsUrl: string;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** True where the chain of the last start goes on; false where a new one began, and what was stored of an older one is void. */
  readonly resumed: boolean;
  /** Resolves when the chain's process has ended, also where nobody asked it to. */
  readonly exited: Promise<void>;
  /** Lets the process write its chain down and waits until it is gone. */
  close(): Promise<void>;
}

export const DEVNET_CHAIN_ID = 31337;

/** States that can be asked and traced at where nothing else is said, and blocks that keep their transactions: some minutes and some hours. Without a bound a night's run would fill the memory. */
const STATES_KEPT = 128;
const BLOCKS_KEPT = 1_024;
/** Blocks until one is safe; twice as many until it is finalized. Short, so that people see it happen. */
const SAFE_BLOCKS = 8;
const PAST_S = 3 * 86_400;
const READY_LOOK_MS = 20;
const READY_WITHIN_MS = 30_000;
const STARTS = 3;
const STDERR_KEPT = 4_000;

/** A chain of one's own: anvil as a child process on a free port, mining only when told to. */
export async function startDevnet({ dir, chainId = DEVNET_CHAIN_ID, ...options }: DevnetOptions): Promise<Devnet> {
  const genesisTimestamp = options.genesisTimestamp ?? Math.floor(Date.now() / 1_000) - PAST_S;
  mkdirSync(dir, { recursive: true });
  const kept = await claimChain(dir);
  let last: unknown = null;
  for (let attempt = 0; attempt < STARTS; attempt += 1) {
    const port = await freePort();
    const node = runAnvil(port, chainId, genesisTimestamp, { stateFile: kept.file, statesKept: options.statesKept ?? STATES_KEPT });
    try {
      const genesisHash = await whenReady(node, `http://127.0.0.1:${port}`, chainId);
      return devnetOf(node, port, chainId, genesisHash, kept);
    } catch (error) {
      // Cut off while it was written, or of another version: a chain that cannot be read is none.
      if (kept.resumed && !node.isRunning()) kept.discard();
      node.child.kill('SIGKILL');
      await node.exited;
      last = error;
    }
  }
  throw last;
}

interface Node {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  isRunning(): boolean;
  stderr(): string;
}

function runAnvil(
  port: number,
  chainId: number,
  genesisTimestamp: number,
  { stateFile, statesKept }: { readonly stateFile: string; readonly statesKept: number },
): Node {
  const settings = {
    host: '127.0.0.1',
    port,
    'chain-id': chainId,
    timestamp: genesisTimestamp,
    state: stateFile,
    'gas-limit': 100_000_000,
  };
  const finality = { 'slots-in-an-epoch': SAFE_BLOCKS };
  const bounds = { 'prune-history': statesKept, 'transaction-block-keeper': Math.max(BLOCKS_KEPT, statesKept) };
  const args = Object.entries({ ...settings, ...finality, ...bounds }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  // First come, first served: the town's order is the block's order. No page of a browser may command the chain.
  const flags = ['--no-mining', '--order', 'fifo', '--accounts', '1', '--quiet', '--no-cors'];
  // Its own process group, so that Ctrl-C in a terminal reaches it through its owner, after the town has stopped.
  const child = spawn(anvilBinary(), [...args, ...flags], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  let running = true;
  const exited = new Promise<void>((resolve) => {
    const ended = () => {
      running = false;
      resolve();
    };
    child.once('exit', ended);
    child.once('error', (error) => {
      stderr += String(error);
      ended();
    });
  });
  return { child, exited, isRunning: () => running, stderr: () => stderr.trim() };
}

/** Waits until the node answers with the chain that was asked for: on a port that another process took meanwhile, another chain would. */
async function whenReady(node: Node, url: string, chainId: number): Promise<Hex> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (node.isRunning() && performance.now() < deadline) {
    try {
      const found = numberAt(await rpc(url, 'eth_chainId', [], 2_000), 'eth_chainId');
      if (found !== chainId)
        throw new FatalError('devnet-other-chain', `The devnet answers with chain ${found} where ${chainId} was asked for.`);
      return hashAt(objectAt(await rpc(url, 'eth_getBlockByNumber', ['0x0', false]), 'genesis')['hash'], 'genesis.hash');
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await sleep(READY_LOOK_MS);
    }
  }
  throw new FatalError('devnet-start', `The devnet did not start: ${node.stderr() || 'it did not answer in time'}`);
}

function devnetOf(node: Node, port: number, chainId: number, genesisHash: Hex, kept: KeptChain): Devnet {
  const pid = node.child.pid ?? 0;
  kept.began({ pid, port, genesisHash });
  void node.exited.then(guardAgainstOrphan(pid));
  return {
    httpUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    chainId,
    genesisHash,
    resumed: kept.resumed,
    exited: node.exited,
    async close() {
      if (!node.isRunning()) return;
      node.child.kill('SIGTERM');
      await node.exited;
      if (node.child.exitCode === 0) kept.ended();
    },
  };
}
