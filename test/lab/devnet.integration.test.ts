import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { startDevnet } from '../../src/lab/devnet/start-devnet.js';

const genesisTimestamp = 1_700_000_000;

function runningPid(dir: string): number {
  return Number(JSON.parse(readFileSync(path.join(dir, 'running.json'), 'utf8')).pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the devnet', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'tocsin-devnet-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('mines only when told to, with the time it is told', async () => {
    const devnet = await startDevnet({ dir, genesisTimestamp });
    expect(devnet.resumed).toBe(false);
    expect(devnet.chainId).toBe(31337);
    await rpc(devnet.httpUrl, 'evm_mine', [genesisTimestamp + 12]);
    expect(await rpc(devnet.httpUrl, 'eth_getBlockByNumber', ['latest', false])).toMatchObject({
      number: '0x1',
      timestamp: `0x${(genesisTimestamp + 12).toString(16)}`,
      parentHash: devnet.genesisHash,
    });
    await devnet.close();
  });

  it('calls blocks safe and finalized some blocks later', async () => {
    const devnet = await startDevnet({ dir, genesisTimestamp });
    await rpc(devnet.httpUrl, 'anvil_mine', ['0x14']);
    expect(await rpc(devnet.httpUrl, 'eth_getBlockByNumber', ['safe', false])).toMatchObject({ number: '0xc' });
    expect(await rpc(devnet.httpUrl, 'eth_getBlockByNumber', ['finalized', false])).toMatchObject({ number: '0x4' });
    await devnet.close();
  });

  it('goes on with its chain after an orderly stop', async () => {
    const first = await startDevnet({ dir, genesisTimestamp });
    await rpc(first.httpUrl, 'anvil_mine', ['0x5']);
    const head = await rpc(first.httpUrl, 'eth_getBlockByNumber', ['latest', false]);
    await first.close();
    await first.close(); // Twice does no harm.
    const second = await startDevnet({ dir, genesisTimestamp: genesisTimestamp + 99 });
    expect(second.resumed).toBe(true);
    expect(second.genesisHash).toBe(first.genesisHash);
    expect(await rpc(second.httpUrl, 'eth_getBlockByNumber', ['latest', false])).toEqual(head);
    await second.close();
  });

  it('begins a new chain, and says so, after the node was cut off', async () => {
    const first = await startDevnet({ dir, genesisTimestamp });
    await first.close();
    const second = await startDevnet({ dir, genesisTimestamp });
    await rpc(second.httpUrl, 'anvil_mine', ['0x5']);
    process.kill(runningPid(dir), 'SIGKILL');
    await second.exited;
    await second.close();
    const third = await startDevnet({ dir, genesisTimestamp: genesisTimestamp + 1 });
    expect(third.resumed).toBe(false);
    expect(third.genesisHash).not.toBe(first.genesisHash);
    expect(await rpc(third.httpUrl, 'eth_blockNumber')).toBe('0x0');
    await third.close();
  });

  it('begins a new chain where the kept one cannot be read', async () => {
    writeFileSync(path.join(dir, 'chain.json'), '{"block":{"numb');
    const devnet = await startDevnet({ dir, genesisTimestamp });
    expect(devnet.resumed).toBe(false);
    expect(await rpc(devnet.httpUrl, 'eth_blockNumber')).toBe('0x0');
    await devnet.close();
  });

  it('takes over from a node that was left running without its owner', async () => {
    const left = await startDevnet({ dir, genesisTimestamp });
    await rpc(left.httpUrl, 'anvil_mine', ['0x7']);
    const next = await startDevnet({ dir, genesisTimestamp });
    await left.exited;
    expect(next.resumed).toBe(true);
    expect(await rpc(next.httpUrl, 'eth_blockNumber')).toBe('0x7');
    await next.close();
  });

  it('loses nothing when its owner is killed: the node writes its chain and ends', async () => {
    // The owner is a process of its own, so that it can be killed.
    const owner = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        `import { startDevnet } from './src/lab/devnet/start-devnet.ts';
         import { rpc } from './src/lab/devnet/rpc.ts';
         const devnet = await startDevnet({ dir: ${JSON.stringify(dir)}, genesisTimestamp: ${genesisTimestamp} });
         await rpc(devnet.httpUrl, 'anvil_mine', ['0x3']);
         process.stdout.write('mined');
         setInterval(() => undefined, 1_000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    let said = '';
    owner.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await until(() => said === 'mined');
    const pid = runningPid(dir);
    owner.kill('SIGKILL');
    await until(() => !isAlive(pid));
    expect(existsSync(path.join(dir, 'chain.json'))).toBe(true);
    const devnet = await startDevnet({ dir, genesisTimestamp });
    expect(devnet.resumed).toBe(true);
    expect(await rpc(devnet.httpUrl, 'eth_blockNumber')).toBe('0x3');
    await devnet.close();
  });
});
