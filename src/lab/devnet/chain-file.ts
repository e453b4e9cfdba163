import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  /** Whether there is a chain to go on with. */
  readonly resumed: boolean;
  discard(): void;
  began(running: RunningChain): void;
  /** The process has written its chain down. */
  ended(): void;
}

const GONE_LOOK_MS = 20;
const GONE_WITHIN_MS = 20_000;

/**
 * The chain that a folder keeps. A node writes its chain only when it ends in order; until then the file is older than what others have read. So a mark stands
 * beside it while a node runs: one that is newer than the file means that the last node was cut off, and the file is thrown away. If that node still runs,
 * without its owner, it is asked to end in order instead, and nothing is lost.
 */
export async function claimChain(dir: string): Promise<KeptChain> {
  const [file, mark] = [path.join(dir, 'chain.json'), path.join(dir, 'running.json')];
  if (existsSync(mark)) {
    const orphan = readMark(mark);
    if (orphan !== null && (await isItself(orphan))) await endOf(orphan.pid);
    if (writtenAt(file) <= writtenAt(mark)) rmSync(file, { force: true });
    rmSync(mark, { force: true });
  }
  let isKept = existsSync(file);
  return {
    file,
    get resumed() {
      return isKept;
    },
    discard: () => {
      rmSync(file, { force: true });
      isKept = false;
    },
    began: (running) => writeFileSync(mark, JSON.stringify(running)),
    ended: () => rmSync(mark, { force: true }),
  };
}

function writtenAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
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

async function endOf(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < GONE_WITHIN_MS; waited += GONE_LOOK_MS) {
    if (!isAlive(pid)) return;
    await sleep(GONE_LOOK_MS);
  }
  process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
