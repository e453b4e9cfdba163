import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { recordedBelow } from '../../ml/datasets/call-traces.js';
import { judgeAttacks } from '../../ml/evaluate/catalogue/attack-traces.js';
import { reportText } from '../../ml/evaluate/catalogue/report.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { address } from '../support/build-transaction.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-evaluate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const [SENDER, CONTRACT, BANK] = [address('sender'), address('contract'), address('bank')];
const WITHDRAW = '0x2e1a7d4d';
const hash = (n: number) => `0x${String(n).repeat(64)}`;

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
  call(CONTRACT, BANK, WITHDRAW, '0x0', [payment([call(CONTRACT, BANK, WITHDRAW, '0x0', [payment()])])]),
]);
const harmless = call(SENDER, BANK, WITHDRAW, '0x0', [call(BANK, SENDER, '0x', '0x1')]);

function write(file: string, value: unknown): void {
  const place = path.join(dir, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, file.endsWith('.gz') ? gzipSync(JSON.stringify(value)) : JSON.stringify(value));
}

describe('evaluating the catalogue', () => {
  it('names attacks by their traces, counts what it cannot read as not named, and says which', () => {
    write('attacks/1.json.gz', { tx: hash(1), chain_id: 1, incident: 'Bank', trace: reentrancy });
    write('attacks/more/2.json', { tx: hash(2), chain_id: '56', incident: null, trace: harmless });
    write('attacks/3.json', { tx: hash(3), chain_id: 1, trace: { type: 'CALL' } });
    const figures = judgeAttacks(path.join(dir, 'attacks'), CATALOGUE);
    expect(figures).toMatchObject({ total: 3, named: 1, byDetector: { 'reentrancy-state-changing': 1 } });
    expect(figures.rows.map(({ incident, isNamed }) => [incident, isNamed])).toEqual([
      ['Bank', true],
      ['0x22222222', false],
    ]);
    expect(figures.unreadable).toHaveLength(1);
    expect(figures.unreadable[0]).toMatch(/^3\.json: /);
  });

  it('finds folders of recorded blocks at any depth, and leaves other numbered files out', () => {
    write('replay/tier/17.json.gz', { block: {} });
    write('replay/deep/er/18.json', { block: {} });
    write('replay/prestate/17.json.gz', { pre: {} });
    expect(recordedBelow(path.join(dir, 'replay'))).toEqual([path.join(dir, 'replay/deep/er'), path.join(dir, 'replay/tier')]);
  });

  it('prints a row for each detector, and what was not judged as such', () => {
    const text = reportText({ lab: null, attacks: judgeAttacks(path.join(dir, 'attacks'), CATALOGUE), background: null }, CATALOGUE);
    for (const { id } of CATALOGUE) expect(text).toContain(`\n${id} `);
    expect(text).toMatch(/reentrancy-state-changing\s+exploit\s+–\s+–\s+–\s+1\s+–\s+–/);
    expect(text).toContain('real attacks: 1 of 3 named');
  });
});
