import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAttacks, readBackground, reducedTable } from '../../ml/datasets/reduced-rows.js';
import { auc, recallAt, sizeMatchedAuc, wilson } from '../../ml/evaluate/model/metrics.js';
import { fitForest } from '../../ml/train/fit-forest.js';
import { fitHead } from '../../ml/train/fit-head.js';
import { GROUPS } from '../../src/core/features/feature.js';
import { CALL_COLUMNS, FEATURES, groupBit, INPUT_COLUMNS } from '../../src/core/features/schema.js';
import { headScores } from '../../src/core/score/head.js';
import { FOREST_COLUMNS, forestScores } from '../../src/core/score/isolation-forest.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { address } from '../support/build-transaction.js';
import { ATTACK_TRACES, hasRecordedBlocks, TIERS } from '../support/recorded.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-evaluate-model-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(file: string, value: unknown): void {
  const place = path.join(dir, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, gzipSync(JSON.stringify(value)));
}

describe('figures', () => {
  it('are known in small cases', () => {
    expect(auc([3, 4], [1, 2])).toBe(1);
    expect(auc([1, 2], [3, 4])).toBe(0);
    expect(auc([1, 1], [1, 1, 1])).toBe(0.5);
    expect(auc([], [1])).toBeNull();
    expect(recallAt(0.1, [5, 20, 30], [1, 2, 3, 4, 6, 7, 8, 9, 10, 25])).toBeCloseTo(2 / 3);
    expect(recallAt(0, [5, 20, 30], [1, 2, 25])).toBeCloseTo(1 / 3);
    const [low, high] = wilson(29, 42);
    // Computed by hand from Wilson's formula.
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.540', '0.809']);
  });

  it('of ranks do not hang on the scale of the scores', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (ours, theirs) => {
        const stretched = (values: readonly number[]) => values.map((value) => value ** 3 + 1);
        expect(auc(stretched(ours), stretched(theirs))).toBe(auc(ours, theirs));
        expect((auc(ours, theirs) ?? 0) + (auc(theirs, ours) ?? 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('within like sizes compare only what is of like size', () => {
    const big = { score: 100, frames: 200 };
    expect(
      sizeMatchedAuc(
        [{ score: 1, frames: 30 }, big],
        [
          { score: 2, frames: 30 },
          { score: 3, frames: 500 },
        ],
      ),
    ).toBe(0.5);
    expect(sizeMatchedAuc([{ score: 1, frames: 30 }], [{ score: 2, frames: 300 }])).toBeNull();
  });
});

const [SENDER, CONTRACT, BANK] = [address('sender'), address('contract'), address('bank')];
const call = (to: string, calls: readonly unknown[] = [], more: object = {}) => ({
  type: 'CALL',
  from: SENDER,
  to,
  input: '0x12345678',
  value: '0x0',
  calls,
  ...more,
});

describe('reducing both sides to the same input', () => {
  it('makes the same row of the same transaction, whatever its source leaves out', () => {
    const hash = `0x${'1'.repeat(64)}`;
    const inner = { ...call(BANK), from: CONTRACT };
    const bare = call(CONTRACT, [inner]);
    const rich = call(CONTRACT, [
      { ...call('0x0000000000000000000000000000000000000001'), from: CONTRACT, gasUsed: '0xbb8' },
      { ...inner, gas: '0x5208', gasUsed: '0x5208', error: 'execution reverted' },
      { type: 'SELFDESTRUCT', from: CONTRACT, to: SENDER, value: '0x0', input: '0x' },
    ]);
    write('same/attacks/1.json.gz', { tx: hash, chain_id: 1, incident: 'Bank', trace: bare });
    write('same/replay/7.json.gz', { block: { timestamp: '0x5' }, traces: [{ txHash: hash, result: rich }] });
    const ours = reducedTable(readAttacks(path.join(dir, 'same/attacks')).transactions, CATALOGUE);
    const theirs = reducedTable(readBackground(path.join(dir, 'same/replay'), () => undefined).transactions, CATALOGUE);
    expect(ours.rows).toBe(1);
    expect([...theirs.values]).toEqual([...ours.values]);
    expect([...theirs.known]).toEqual([...ours.known]);
    expect([...theirs.segments]).toEqual([...ours.segments]);
    const others = FEATURES.filter((_, column) => ours.known[column] === 1 && !CALL_COLUMNS.includes(column));
    expect(others).toEqual([]);
  });

  if (hasRecordedBlocks())
    it('leaves no mask that tells recorded attacks from recorded blocks', () => {
      const attacks = reducedTable(readAttacks(ATTACK_TRACES).transactions, CATALOGUE);
      const background = reducedTable(readBackground(TIERS.A, () => undefined).transactions, CATALOGUE);
      const maskOf = ({ rows, known }: typeof attacks, group: (typeof GROUPS)[number]) =>
        Array.from({ length: rows }, (_, row) =>
          FEATURES.some((feature, i) => feature.group === group && known[row * FEATURES.length + i] === 1) ? 0 : groupBit(group),
        );
      for (const group of GROUPS) expect([group, auc(maskOf(attacks, group), maskOf(background, group))]).toEqual([group, 0.5]);
    });
});

/** Rows whose columns are noise around 0, but for one that a side may shift. */
function noise(rows: number, seed: number, shifted: number, by: number) {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  };
  const values = Float32Array.from({ length: rows * FEATURES.length }, (_, i) => random() + (i % FEATURES.length === shifted ? by : 0));
  return { rows, values, known: new Uint8Array(values.length).fill(1) };
}

describe('what is fitted', () => {
  const column = FOREST_COLUMNS[3] ?? 0;

  it('the head learns what tells attacks apart, and no more', () => {
    const head = fitHead(noise(40, 1, column, 2), noise(2_000, 2, column, 0));
    const weightOf = (at: number) => Math.abs(head.weights[CALL_COLUMNS.indexOf(at)] ?? 0);
    for (const other of CALL_COLUMNS) if (other !== column) expect(weightOf(column)).toBeGreaterThan(3 * weightOf(other));
    const [ours, theirs] = [noise(50, 3, column, 2), noise(500, 4, column, 0)];
    const scores = ({ values, known, rows }: typeof ours) => [...headScores(head, values, known, rows)];
    expect(auc(scores(ours), scores(theirs)) ?? 0).toBeGreaterThan(0.98);
  });

  it('the forest finds what is far from the rest, the same with the same seed', () => {
    const train = noise(1_000, 5, column, 0);
    const medians = new Float32Array(INPUT_COLUMNS.length);
    const [forest, again, other] = [fitForest(train, medians, 1), fitForest(train, medians, 1), fitForest(train, medians, 2)];
    expect(again).toEqual(forest);
    expect([...other.thresholds]).not.toEqual([...forest.thresholds]);
    const far = noise(30, 6, column, 0);
    for (let i = 0; i < far.values.length; i += 1) far.values[i] = (far.values[i] ?? 0) * 6;
    const near = noise(300, 7, column, 0);
    const scores = ({ values, known, rows }: typeof far) => [...forestScores({ medians, forest }, values, known, rows)];
    expect(auc(scores(far), scores(near)) ?? 0).toBeGreaterThan(0.95);
    for (const score of [...scores(far), ...scores(near)]) expect(score > 0 && score < 1).toBe(true);
  });
});
