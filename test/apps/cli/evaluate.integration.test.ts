import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLab } from '../../../src/lab/make-lab.js';
import { address } from '../../support/build-transaction.js';

const LAUNCHER = 'src/apps/cli/tocsin.mjs';
const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-evaluate-cli-'));
const [attacks, background] = [path.join(dir, 'attacks'), path.join(dir, 'background')];

const [SENDER, CONTRACT, BANK] = [address('sender'), address('contract'), address('bank')];
const call = (from: string, to: string, input: string, value: string, calls: readonly unknown[] = []) => ({
  type: 'CALL',
  from,
  to,
  input,
  value,
  calls,
});
const payment = (calls: readonly unknown[] = []) => call(BANK, CONTRACT, '0x', '0xde0b6b3a7640000', calls);
const reentrancy = call(SENDER, CONTRACT, '0x12345678', '0x0', [
  call(CONTRACT, BANK, '0x2e1a7d4d', '0x0', [payment([call(CONTRACT, BANK, '0x2e1a7d4d', '0x0', [payment()])])]),
]);

/** Runs the command as a user does; returns what it wrote as JSON. */
async function evaluated(...args: readonly string[]) {
  const json = path.join(dir, 'out.json');
  rmSync(json, { force: true });
  await promisify(execFile)(process.execPath, [
    LAUNCHER,
    'evaluate',
    ...args,
    '--attacks',
    attacks,
    '--background',
    background,
    '--json',
    json,
  ]);
  return JSON.parse(readFileSync(json, 'utf8'));
}

describe('tocsin evaluate', () => {
  beforeAll(async () => {
    mkdirSync(attacks);
    writeFileSync(
      path.join(attacks, '1.json.gz'),
      gzipSync(JSON.stringify({ tx: `0x${'1'.repeat(64)}`, chain_id: 1, incident: 'Bank', trace: reentrancy })),
    );
    await makeLab({ seed: 12, blocks: 60, attacks: 1, out: background });
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('judges the champion as it is by folders that are given, in figures that others can read', async () => {
    const figures = await evaluated();
    expect(figures).toMatchObject({ attacks: 1, unreadable: [], alertsPerDay: { budget: 5, atMainnetRate: expect.any(Number) } });
    expect(Object.keys(figures.auc)).toEqual(['all', 'complexBenign', 'sizeMatched']);
    expect(figures.auc.all).toBeGreaterThan(0.9);
    expect(Object.keys(figures.recall)).toEqual(['0.001', '0.01']);
    expect(Object.keys(figures.bySize)).toEqual(['big', 'small']);
    expect(figures.perIncident).toEqual([
      expect.objectContaining({ id: `0x${'1'.repeat(64)}`, risk: expect.any(Number), rank: expect.any(Number) }),
    ]);
    expect(figures.modelId).toMatch(/^[0-9a-f]{64}$/);
    expect(figures.background).toBeGreaterThan(100);
  }, 60_000);

  it('judges the catalogue by the same folders: the flags are its own, not those of the command above it', async () => {
    const figures = await evaluated('catalogue', '--no-lab');
    expect(figures).toMatchObject({ lab: null, attacks: { total: 1, named: 1, byDetector: { 'reentrancy-state-changing': 1 } } });
    expect(figures.background.transactions).toBeGreaterThan(100);
    expect(figures.background.transactions).toBeLessThan(2_000);
    expect(figures.microsPerTransaction).toBeGreaterThan(0);
  }, 60_000);
});
