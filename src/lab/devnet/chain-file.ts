import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '../../core/chain/block.js';
import { objectAt } from '../../core/chain/quantity.js';
import { rpc } from './rpc.js';

export interface RunningChain {
  readonly pid: number;
  readonly port: number;
  readonly genesisHash: Hex;
}

export interface KeptChain {
  readonly file: string;
  readonly resumed: boolean;
  began(running: RunningChain): void;
  /** The process has written its chain down. */
  ended(): void;
}

const GONE_LOOK_MS = 20;
const GONE_WITHIN_MS = 20_000;

/**
 * The chain that a folder keeps. A node writes its chain only when it ends in order; until then the file is older than what others have read. So a mark stands
 * beside it while a node runs: found at a start, it means that the last node was cut off, and its file is thrown away. If that node still runs without its owner,
 * it is asked to end in order instead, and nothing is lost.
 */
export async function claimChain(dir: string): Promise<KeptChain> {
  const [file, mark] = [path.join(dir, 'chain.json'), path.join(dir, 'running.json')];
  if (existsSync(mark)) {
    const orphan = readMark(mark);
    const isWritten = orphan !== null && (await isItself(orphan)) && (await endOf(orphan.pid));
    if (!isWritten) rmSync(file, { force: true });
    rmSync(mark, { force: true });
  }
  return {
    file,
    resumed: existsSync(file),
    began: (running) => writeFileSync(mark, JSON.stringify(running)),
    ended: () => rmSync(mark, { force: true }),
  };
}

function readMark(mark: string): RunningChain | null {
  try {
    const stored = objectAt(JSON.parse(readFileSync(mark, 'utf8')), 'running');
    const [pid, port, genesisHash] = [
      Number(stored['pid']),
      Number(stored['port']),
      `0x${String(stored['genesisHash']).slice(2)}` as const,
    ];
    return Number.isInteger(pid) && pid > 1 && Number.isInteger(port) ? { pid, port, genesisHash } : null;
  } catch {
    return null;
  }
}

/** A process id may belong to somebody else by now: only who serves the very same chain on the very same port is ours. */
async function isItself({ pid, port, genesisHash }: RunningChain): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const genesis = await rpc(`http://127.0.0.1:${port}`, 'eth_getBlockByNumber', ['0x0', false], 2_000).catch(() => null);
  return typeof genesis === 'object' && genesis !== null && Reflect.get(genesis, 'hash') === genesisHash;
}

async function endOf(pid: number): Promise<boolean> {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < GONE_WITHIN_MS; waited += GONE_LOOK_MS) {
    if (!isAlive(pid)) return true;
    await sleep(GONE_LOOK_MS);
  }
  process.kill(pid, 'SIGKILL');
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
