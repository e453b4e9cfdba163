import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { rpc } from '../../src/lab/devnet/rpc.js';

/** A node that a test started as a process of its own. */
export interface ChildNode {
  readonly httpUrl: string;
  readonly wsUrl: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Starts a program and waits until its JSON-RPC answers; throws with its last words where it ends before. */
export async function startNode(program: string, args: readonly string[], httpPort: number, wsPort: number): Promise<ChildNode> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4_000);
  });
  const httpUrl = `http://127.0.0.1:${httpPort}`;
  const exited = whenExited(child);
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const chainId = await rpc(httpUrl, 'eth_chainId', [], 2_000).catch(() => null);
    if (chainId !== null) break;
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${program} did not start: ${stderr}`);
    await sleep(25);
  }
  return {
    httpUrl,
    wsUrl: `ws://127.0.0.1:${wsPort}`,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function whenExited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}
