import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFatal } from '../../../src/core/errors.js';
import { CALL_COLUMNS, FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../../../src/core/features/schema.js';
import { SEGMENTS } from '../../../src/core/features/segment.js';
import { tailSurprise } from '../../../src/core/score/ecod.js';
import { contributionsOf, SEQUENCE_COLUMN, topContributions, topSurprises } from '../../../src/core/score/explain.js';
import { INPUT_KINDS } from '../../../src/core/score/input-kind.js';
import { type ModelBundle, PARTS } from '../../../src/core/score/model-bundle.js';
import { Scorer } from '../../../src/core/score/scorer.js';
import { budgetRisk, combineCauchy, fitTail, pValue, riskOf } from '../../../src/core/score/tail.js';

/** Exponential scores: their tail is known in closed form. */
function exponential(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => -Math.log(1 - (i + 0.5) / count));
}

const TAIL = fitTail(exponential(5_000));

describe('p-values of a part', () => {
  it('are those of the distribution, below the threshold and beyond the sample', () => {
    for (const score of [0.1, 1, 2, 5, 8]) expect(Math.log10(pValue(TAIL, score))).toBeCloseTo(Math.log10(Math.exp(-score)), 0);
  });

  it('never rise with the score and never reach zero', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true }), (a, b) => {
        const [low, high] = [pValue(TAIL, Math.min(a, b)), pValue(TAIL, Math.max(a, b))];
        return low >= high && high > 0 && low <= 1;
      }),
    );
  });

  it('combine to one that is no stranger than the strangest, and no duller than the dullest', () => {
    const p = fc.double({ min: 1e-12, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(p, p, (a, b) => {
        const combined = combineCauchy([a, b]);
        return combined >= Math.min(a, b) * 0.999 && combined <= Math.max(a, b) * 1.001;
      }),
    );
  });

  it('become a risk that is 100 from once in ten days on and 0 for what is common', () => {
    const perDay = 1_500_000;
    expect(riskOf(0.1 / perDay, perDay)).toBe(100);
    expect(riskOf(1, perDay)).toBe(0);
    // The table of DETECTION §4, rounded up: at the line or above it, fewer are expected than the budget.
    expect([1_000, 20, 5, 1].map((budget) => budgetRisk(perDay, budget))).toEqual([45, 68, 77, 87]);
  });
});

describe('surprise of one feature', () => {
  const knots = Float32Array.from({ length: 256 }, (_, i) => i / 255);

  it('grows only towards the tail that the direction names', () => {
    const at = (direction: 'up' | 'down' | 'both', value: number) => tailSurprise(knots, 0, 256, direction, value);
    expect(at('up', 0.99)).toBeGreaterThan(at('up', 0.5));
    expect(at('up', 0.01)).toBeLessThan(0.1);
    expect(at('down', 0.01)).toBeGreaterThan(at('down', 0.5));
    expect(at('both', 0.01)).toBeGreaterThan(at('both', 0.5));
    expect(at('up', 3)).toBeGreaterThan(at('up', 1.5));
  });

  it('of something that training never saw vary is bounded by how far it is, not by how narrow training was', () => {
    const constant = new Float32Array(256);
    expect(tailSurprise(constant, 0, 256, 'up', 0.7)).toBeLessThan(5);
  });
});

function bundle(schema = FEATURE_SCHEMA): ModelBundle {
  const inputs = INPUT_COLUMNS.length;
  const quantiles = new Float32Array(inputs * 256);
  for (let i = 0; i < quantiles.length; i += 1) quantiles[i] = (i % 256) / 255;
  return {
    id: 'model',
    schema,
    medians: new Float32Array(inputs).fill(0.5),
    spreads: new Float32Array(inputs).fill(0.25),
    residualMedians: new Float32Array(inputs).fill(0.1),
    quantiles,
    knots: 256,
    forest: {
      roots: new Float32Array(1),
      splits: Float32Array.of(-1),
      thresholds: Float32Array.of(1),
      children: new Float32Array(1),
      usualPath: 1,
    },
    head: {
      means: new Float32Array(CALL_COLUMNS.length).fill(0.5),
      deviations: new Float32Array(CALL_COLUMNS.length).fill(1),
      weights: new Float32Array(CALL_COLUMNS.length).fill(0.1),
      bias: 0,
    },
    sequence: null,
    weights: INPUT_KINDS.map(() => PARTS.map(() => 1)),
    tails: INPUT_KINDS.map(() => SEGMENTS.map(() => PARTS.map(() => TAIL))),
    transactionsPerDay: 1_500_000,
    trainedUntil: 0,
  };
}

const nothingLearnt = (scaled: Float32Array) => new Float32Array(scaled.length);

function rowsOf(rows: readonly (readonly number[])[]) {
  const width = FEATURES.length;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    values.set(row, i * width);
  });
  return {
    rows: rows.length,
    values,
    known: new Uint8Array(values.length).fill(1),
    segments: new Uint8Array(rows.length),
  };
}

const usual = FEATURES.map(() => 0.5);
const strange = FEATURES.map((_, i) => (i % 3 === 0 ? 4 : 0.5));

describe('the scorer', () => {
  it('puts what is strange above what is usual, and names why', () => {
    const scorer = new Scorer(bundle(), nothingLearnt);
    const features = rowsOf([usual, strange]);
    const { risk, parts } = scorer.score(features);
    expect(risk[1] ?? 0).toBeGreaterThan(risk[0] ?? 0);
    expect(parts).toHaveLength(2 * PARTS.length);
    const top = topSurprises(scorer, features, 1);
    expect(top.length).toBeGreaterThan(0);
    for (const { id, value, usualTo, isHigh } of top) {
      expect(FEATURES.some((feature) => feature.id === id)).toBe(true);
      expect(isHigh && value > usualTo).toBe(true);
    }
    expect(topSurprises(scorer, features, 0)).toEqual([]);
  });

  it('adds up: what the features add is the whole change from a usual row', () => {
    const scorer = new Scorer(bundle(), nothingLearnt);
    const features = rowsOf([usual, strange, FEATURES.map((_, i) => (i * 7) % 5)]);
    const { surprise } = scorer.score(features);
    for (const row of [0, 1, 2]) {
      const { usual: from, own, steps } = contributionsOf(scorer, features, row);
      expect(own).toBe(surprise[row]);
      expect(steps.reduce((sum, { change }) => sum + change, from)).toBeCloseTo(own, 9);
      expect(new Set(steps.map(({ column }) => column)).size).toBe(steps.length);
    }
    const [first, ...more] = topContributions(scorer, features, 1);
    expect(first?.change ?? 0).toBeGreaterThan(0);
    for (const { change } of more) expect(change ?? 0).toBeLessThanOrEqual(first?.change ?? 0);
  });

  it('says nothing by parts that have nothing to go by, and compares a row with rows of its kind', () => {
    const scorer = new Scorer(bundle(), nothingLearnt);
    const features = rowsOf([strange]);
    const noTrace = Uint8Array.from(features.known, (known, i) => (/^[CGR]/.test(FEATURES[i]?.id ?? '') ? 0 : known));
    const { parts, risk } = scorer.score({ ...features, known: noTrace });
    expect(PARTS.map((part, i) => [part, Number.isNaN(parts[i])])).toEqual([
      ['autoencoder', false],
      ['ecod', false],
      ['forest', true],
      ['head', true],
      ['sequence', true],
    ]);
    expect(Number.isFinite(risk[0])).toBe(true);
  });

  it('asks how calls follow each other of what the first stage finds strange alone, and adds that up as well', () => {
    const asked: string[] = [];
    const scorer = new Scorer(bundle(), nothingLearnt, (sequence) => {
      asked.push(sequence);
      return 9;
    });
    const names = ['of the usual', 'of the strange'];
    const features = { ...rowsOf([usual, strange]), sequenceOf: (row: number) => names[row] ?? null };
    const { parts, raw, surprise } = scorer.score(features);
    expect(asked).toEqual(['of the strange']);
    const at = PARTS.indexOf('sequence');
    expect([parts[at], raw[at]]).toEqual([Number.NaN, Number.NaN]);
    expect(raw[PARTS.length + at]).toBe(9);
    expect(parts[PARTS.length + at] ?? 1).toBeCloseTo(pValue(TAIL, 9), 6);
    const { usual: from, own, steps } = contributionsOf(scorer, features, 1);
    expect(own).toBe(surprise[1]);
    expect(steps.reduce((sum, { change }) => sum + change, from)).toBeCloseTo(own, 9);
    expect(steps.at(-1)?.column).toBe(SEQUENCE_COLUMN);
    const without = scorer.score(rowsOf([strange]));
    expect(Number.isNaN(without.parts[at] ?? 0)).toBe(true);
    expect(steps.at(-1)?.change).toBeCloseTo((surprise[1] ?? 0) - (without.surprise[0] ?? 0), 9);
  });

  it('takes what is unknown as nothing special', () => {
    const scorer = new Scorer(bundle(), nothingLearnt);
    const features = rowsOf([strange]);
    const unknown = { ...features, known: new Uint8Array(features.known.length) };
    expect(scorer.score(unknown).risk[0]).toBeLessThan(20);
    expect(topSurprises(scorer, unknown, 0)).toEqual([]);
  });

  it('refuses a model of other features', () => {
    const made = (() => {
      try {
        return new Scorer(bundle('v0:other'), nothingLearnt);
      } catch (error) {
        return error;
      }
    })();
    expect(isFatal(made) && made.code).toBe('model-schema');
  });
});
