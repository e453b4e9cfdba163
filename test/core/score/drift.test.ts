import { describe, expect, it } from '@jest/globals';
import { readChampion } from '../../../src/adapters/model-store/model-registry.js';
import { FEATURES, INPUT_COLUMNS } from '../../../src/core/features/schema.js';
import { driftOf, type KeptScore, stabilityIndex } from '../../../src/core/score/drift.js';
import { FIRST_STAGE, PARTS } from '../../../src/core/score/model-bundle.js';

const uniform = Float32Array.from({ length: 256 }, (_, i) => i / 255);
const drawn = (rows: number, at: (i: number) => number) => Array.from({ length: rows }, (_, i) => at(i));

describe('the stability index', () => {
  it('is nothing for what training saw, and more the further it went', () => {
    const same = drawn(1_000, (i) => ((i * 389) % 1_000) / 1_000);
    const [near, far] = [0.1, 0.6].map((by) =>
      stabilityIndex(
        uniform,
        same.map((value) => value + by),
      ),
    );
    expect(stabilityIndex(uniform, same)).toBeLessThan(0.01);
    expect(near).toBeGreaterThan(0.05);
    expect(far ?? 0).toBeGreaterThan(near ?? 0);
    expect(far ?? 0).toBeGreaterThan(0.25);
  });

  it('of a feature that was always the same is nothing while it stays so', () => {
    const constant = new Float32Array(256);
    expect(
      stabilityIndex(
        constant,
        drawn(500, () => 0),
      ),
    ).toBeLessThan(0.01);
    expect(
      stabilityIndex(
        constant,
        drawn(500, () => 1),
      ),
    ).toBeGreaterThan(1);
  });
});

describe('drift', () => {
  const champion = readChampion('ml/models');
  if (champion === null) throw new Error('no champion');
  const { bundle } = champion;
  const kept = (rows: number, parts: number, risk: number): readonly KeptScore[] =>
    drawn(rows, (row) => row).map((row) => {
      const features = new Float32Array(FEATURES.length).fill(Number.NaN);
      // Each input runs through its own training quantiles; the first is not known at all.
      for (const [input, column] of INPUT_COLUMNS.entries())
        if (input > 0) features[column] = bundle.quantiles[input * bundle.knots + ((row * 97) % bundle.knots)] ?? 0;
      return { features, parts: new Float32Array(PARTS.length).fill(parts), risk, segment: 0, calls: null };
    });

  it('of traffic like training is small, and says which features nobody knows', () => {
    const { features, rows } = driftOf(bundle, kept(512, 0.5, 10));
    expect(rows).toBe(512);
    expect(features[0]).toMatchObject({ psi: null, unknown: 1, median: null });
    for (const { psi, unknown } of features.slice(1)) {
      expect(psi ?? 1).toBeLessThan(0.1);
      expect(unknown).toBe(0);
    }
  });

  it('counts what passed the line against the budget, and how rare the rare is', () => {
    const { alerts, parts } = driftOf(bundle, [...kept(99, 0.5, 10), ...kept(1, 0.001, 100)]);
    expect(alerts.realised).toBe(1);
    expect(alerts.budgeted).toBeCloseTo(500 / bundle.transactionsPerDay);
    expect(parts.map(({ below001 }) => below001)).toEqual(FIRST_STAGE.map(() => 0.01));
  });

  it('says nothing of parts that said nothing, and of too few rows', () => {
    const { parts, features } = driftOf(bundle, kept(20, Number.NaN, 10));
    expect(parts.map(({ below001, rows }) => [below001, rows])).toEqual(FIRST_STAGE.map(() => [null, 0]));
    expect(features.every(({ psi }) => psi === null)).toBe(true);
  });
});
