// The default start as a newcomer has it: up, a first alert, the page, a clean stop, and a second start that goes on with the same chain.
// Runs the launcher on the Node that runs this file.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const KEY = 'smoke-key-0123456789';
const GIVE_UP_MS = 120_000;
const data = mkdtempSync(path.join(tmpdir(), 'tocsin-smoke-'));

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function until(what, look) {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  let last = 'nothing yet';
  while (Date.now() < giveUpAt) {
    const found = await look().catch((error) => {
      last = error.message;
      return null;
    });
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what}: not within ${GIVE_UP_MS / 1_000} s (${last})`);
}

async function run(work) {
  const port = await freePort();
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['src/apps/cli/tocsin.mjs', 'start', '--data', data, '--port', String(port)], {
    env: { ...process.env, TOCSIN_API_KEY: KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
  const get = async (route) => {
    const response = await fetch(`http://127.0.0.1:${port}${route}`, { headers: { authorization: `Bearer ${KEY}` } });
    if (!response.ok) throw new Error(`${route}: HTTP ${response.status}`);
    return response;
  };
  try {
    const result = await Promise.race([
      work(get, () => (Date.now() - startedAt) / 1_000),
      ended.then((how) => {
        throw new Error(`the program ended by itself (${how})`);
      }),
    ]);
    child.kill('SIGINT');
    const how = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('still running after 30 s'), 30_000))]);
    if (how !== 0) throw new Error(`Ctrl-C did not end it cleanly: ${how}`);
    return result;
  } catch (error) {
    child.kill('SIGKILL');
    console.error(output);
    throw error;
  }
}

const chainOf = async (get) => (await (await get('/v1/chains')).json()).items[0];

const first = await run(async (get, seconds) => {
  const alert = await until('a first alert', async () => (await (await get('/v1/alerts')).json()).items[0]);
  console.log(`first alert after ${seconds().toFixed(1)} s: ${alert.detector.id}, ${alert.severity}`);
  const page = await (await get('/')).text();
  if (!page.includes('<div id="root"')) throw new Error('the dashboard is not served');
  await until('readiness', () => get('/health/ready'));
  return chainOf(get);
});
await run(async (get) => {
  const second = await until('the chain going on', async () => {
    const chain = await chainOf(get);
    return chain?.analysed > first.analysed ? chain : null;
  });
  if (second.coverage.missing > 0) throw new Error(`${second.coverage.missing} blocks are missing after the second start`);
  console.log(`a second start went on from block ${first.analysed}`);
});
rmSync(data, { recursive: true });
console.log(`smoke on Node ${process.versions.node}: ok`);
