import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const CHILD = path.resolve(import.meta.dirname, '../../support/analytics-child.ts');
const KILLS = 8;
const BLOCKS = 400;

/** Runs the child to its end, or kills it with SIGKILL after it said that many blocks. */
function run(args: readonly string[], killAfterLines: number | null = null): Promise<{ output: string; killed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let [output, errors, lines] = ['', '', 0];
    child.stderr.on('data', (bytes) => {
      errors += String(bytes);
    });
    child.stdout.on('data', (bytes) => {
      output += String(bytes);
      lines = output.split('\n').length - 1;
      if (killAfterLines !== null && lines >= killAfterLines) child.kill('SIGKILL');
    });
    child.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve({ output, killed: signal === 'SIGKILL' });
      else reject(new Error(`the child ended with ${code}: ${errors.slice(-2_000)}`));
    });
  });
}

describe('analytics in process, killed in the middle of writing', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-kill-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it(`holds after ${KILLS} kills and a replay from the checkpoint exactly what an undisturbed run holds`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    process.stderr.write(`kill points from seed ${seed}\n`);
    const [data, checkpoint] = [path.join(dir, 'killed'), path.join(dir, 'killed.checkpoint')];
    let random = seed;
    let kills = 0;
    for (let i = 0; i < KILLS; i += 1) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
      const { killed } = await run(['write', data, checkpoint, String(BLOCKS)], 1 + (random % 45));
      if (killed) kills += 1;
    }
    expect(kills).toBeGreaterThan(KILLS / 2);
    await run(['write', data, checkpoint, String(BLOCKS)]);
    await run(['write', path.join(dir, 'whole'), path.join(dir, 'whole.checkpoint'), String(BLOCKS)]);
    const [killed, whole] = [await run(['digest', data]), await run(['digest', path.join(dir, 'whole')])];
    expect(JSON.parse(killed.output)).toEqual(JSON.parse(whole.output));
    expect(JSON.parse(whole.output)).toMatchObject({ transactions: [{ rows: String(BLOCKS * 200), first: '1', last: String(BLOCKS) }] });
    expect(Number(readFileSync(checkpoint, 'utf8'))).toBe(BLOCKS);
  }, 240_000);
});
