import { describe, expect, it } from '@jest/globals';
import { Coverage, MESSAGE_CHECKS, REQUIRED_CHECKS, TYPED_DATA_CHECKS } from '../../src/check/coverage.js';
import { verdictOf } from '../../src/check/verdict.js';
import { SEVERITIES } from '../../src/core/detect/finding.js';

const STATES = ['ran', 'skipped', 'failed'] as const;

/** Every way that the required checks can end: three states each. */
function everyCoverage(required: readonly string[] = REQUIRED_CHECKS): readonly Coverage[] {
  return Array.from({ length: STATES.length ** required.length }, (_, n) => {
    const coverage = new Coverage(required);
    required.forEach((check, i) => {
      const state = STATES[Math.floor(n / STATES.length ** i) % STATES.length];
      if (state === 'ran') coverage.ran(check, 1);
      else if (state === 'skipped') coverage.skipped(check, 'not here');
      else coverage.failed(check, 'broken');
    });
    return coverage;
  });
}

describe('the verdict law', () => {
  it('calls benign what has no reason and every required check, and nothing else of all that can fail', () => {
    const all = everyCoverage();
    expect(all).toHaveLength(3 ** REQUIRED_CHECKS.length);
    const benign = all.filter((coverage) => verdictOf([], coverage.list()) === 'benign');
    expect(benign).toHaveLength(1);
    expect(
      benign[0]
        ?.list()
        .filter(({ required }) => required)
        .every(({ state }) => state === 'ran'),
    ).toBe(true);
    expect(new Set(all.map((coverage) => verdictOf([], coverage.list())))).toEqual(new Set(['benign', 'not_checked']));
  });

  it('holds for typed data and messages as well, each by what is required of it', () => {
    for (const required of [TYPED_DATA_CHECKS, MESSAGE_CHECKS]) {
      const benign = everyCoverage(required).filter((coverage) => verdictOf([], coverage.list()) === 'benign');
      expect(benign).toHaveLength(1);
      expect(
        benign[0]
          ?.list()
          .filter((row) => row.required)
          .map(({ check, state }) => [check, state]),
      ).toEqual(required.map((check) => [check, 'ran']));
      expect(
        new Coverage(required)
          .list()
          .filter((row) => row.required)
          .map(({ check, state }) => [check, state]),
      ).toEqual(required.map((check) => [check, 'failed']));
    }
  });

  it('tells a threat whatever failed besides', () => {
    for (const coverage of everyCoverage()) {
      const told = SEVERITIES.map((severity) => verdictOf([{ severity: 'info' }, { severity }], coverage.list()));
      const calm = verdictOf([], coverage.list());
      expect(told).toEqual([calm, calm, 'warning', 'malicious', 'malicious']);
      expect(verdictOf([{ severity: 'medium' }, { severity: 'high' }], coverage.list())).toBe('malicious');
    }
  });

  it('takes a check that nobody reported for a failed one', () => {
    for (const forgotten of REQUIRED_CHECKS) {
      const coverage = new Coverage();
      for (const check of REQUIRED_CHECKS) if (check !== forgotten) coverage.ran(check, 0);
      expect(verdictOf([], coverage.list())).toBe('not_checked');
      expect(coverage.list().find(({ check }) => check === forgotten)?.state).toBe('failed');
    }
    expect(verdictOf([], [])).toBe('not_checked');
  });

  it('lets optional checks fail', () => {
    const coverage = new Coverage();
    for (const check of REQUIRED_CHECKS) coverage.ran(check, 0);
    coverage.failed('score', 'no model');
    coverage.skipped('simulation.gas', 'refused');
    expect(verdictOf([], coverage.list())).toBe('benign');
  });
});
