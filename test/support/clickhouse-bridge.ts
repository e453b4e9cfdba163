import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROCESS = path.join(import.meta.dirname, 'clickhouse-bridge-process.ts');

/** ClickHouse over HTTP where no server can be installed: the same engine, in a process of its own. */
export interface ClickHouseBridge {
  readonly url: string;
  /** Orderly; a folder that the bridge made goes with it. */
  close(): Promise<void>;
  /** `kill -9`. The folder stays. */
  kill(): Promise<void>;
}

export interface ClickHouseBridgeOptions {
  /** Where the tables are; by default a folder of its own. */
  readonly dir?: string;
  /** To come back where a killed one was. */
  readonly port?: number;
}

export async function startClickHouseBridge({ dir, port = 0 }: ClickHouseBridgeOptions = {}): Promise<ClickHouseBridge> {
  const data = dir ?? mkdtempSync(path.join(tmpdir(), 'tocsin-clickhouse-'));
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, data, String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', UV_THREADPOOL_SIZE: '16' },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  const served = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(Number(said));
    });
    child.once('exit', (code) => reject(new Error(`the ClickHouse bridge ended with ${code}: ${complaint}`)));
  });
  return {
    url: `http://127.0.0.1:${served}`,
    async close() {
      child.kill('SIGTERM');
      await exited;
      if (dir === undefined) rmSync(data, { recursive: true, force: true });
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
