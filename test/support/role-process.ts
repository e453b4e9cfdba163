import { spawn } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../../src/lab/devnet/free-port.js';
import { waitUntil } from './wait-until.js';

const LAUNCHER = path.resolve(import.meta.dirname, '../../src/apps/cli/tocsin.mjs');

/** One role of a cluster as an operator runs it. */
export interface RoleProcess {
  readonly url: string;
  /** Resolves when it says that it is ready; throws with its last words where it ends before. */
  ready(): Promise<void>;
  /** What it printed last. */
  said(): string;
  /** False once it has ended, whoever ended it. */
  isAlive(): boolean;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

export async function startRole(role: string, settings: Readonly<Record<string, string>>, at?: number): Promise<RoleProcess> {
  const port = at ?? (await freePort());
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TOCSIN_')));
  const child = spawn(process.execPath, [LAUNCHER, 'role', role], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, NODE_OPTIONS: '', ...settings, TOCSIN_PORT: String(port) },
  });
  let said = '';
  const hear = (text: string) => {
    said = (said + text).slice(-8_000);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = `http://127.0.0.1:${port}`;
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    said: () => said,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    ready: () =>
      waitUntil(`the role ${role} is ready`, async () => {
        if (child.exitCode !== null) throw new Error(`the role ${role} ended with ${child.exitCode}: ${said}`);
        const answer = await fetch(`${url}/health/ready`).catch(() => null);
        return answer?.status === 200;
      }),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
