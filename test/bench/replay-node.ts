import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../src/lab/devnet/free-port.js';

const SHARED = process.env['TOCSIN_SHARED_DIR'] ?? '../shared';

export interface ReplayNode {
  readonly url: string;
  readonly first: number;
  readonly last: number;
  readonly transactions: number;
  /** Moves the head, so that blocks can be announced one by one. */
  setHead(number: number): Promise<void>;
  close(): void;
}

/** Recorded real blocks as one consecutive chain behind JSON-RPC, in a process of their own. Null where the recordings are absent. */
export async function startReplayNode(blocks: number): Promise<ReplayNode | null> {
  const tool = path.resolve(SHARED, 'tools/replay-rpc.mjs');
  const data = path.resolve(SHARED, 'data/replay');
  if (!existsSync(tool) || !existsSync(data)) return null;
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [tool], {
    env: { ...process.env, REPLAY_DATA: data, PORT: String(port), BLOCKS: String(blocks), TXHASH: 'real' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString()));
    child.once('exit', (code) => reject(new Error(`the replay node ended with ${code}`)));
  });
  const { first, last, transactions } = JSON.parse(line) as { first: number; last: number; transactions: number };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    first,
    last,
    transactions,
    async setHead(number) {
      await fetch(url, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'replay_setHead', params: [number] }) });
    },
    close: () => child.kill('SIGKILL'),
  };
}
