import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkAnswerSchema } from '../../src/contracts/check-answer.js';
import { runSet, type SetResults, sharesOf } from './subject-set/run-set.js';
import { openWorld, type World } from './subject-set/world.js';

let world: World;
let results: SetResults;

beforeAll(async () => {
  world = await openWorld();
  results = await runSet(world);
}, 120_000);
afterAll(() => world.close());

describe('the set of subjects', () => {
  it('holds 120 and more, half of them of each kind', () => {
    expect([results.benign.length >= 60, results.malicious.length >= 60]).toEqual([true, true]);
    const names = [...results.benign, ...results.malicious].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is answered in the shape of the contract, and every part of every answer is accounted for', () => {
    for (const { answer } of [...results.benign, ...results.malicious]) {
      expect(checkAnswerSchema.parse(answer)).toEqual(answer);
      expect(answer.coverage.filter(({ required, state }) => required && state !== 'ran')).toEqual([]);
    }
  });

  it('lets no robber pass as benign, and names nine of ten', () => {
    const passed = results.malicious.filter(({ answer }) => answer.verdict === 'benign').map(({ name }) => name);
    expect(passed).toEqual([]);
    expect(sharesOf(results).maliciousFound).toBeGreaterThanOrEqual(0.9);
  });

  it('calls no honest subject malicious, and nine of ten benign', () => {
    const blamed = results.benign
      .filter(({ answer }) => answer.verdict === 'malicious')
      .map(({ name, answer }) => [name, answer.reasons.map(({ id }) => id)]);
    expect(blamed).toEqual([]);
    expect(sharesOf(results).benignFound).toBeGreaterThanOrEqual(0.9);
    expect(sharesOf(results).notChecked).toBeLessThanOrEqual(0.05);
  });

  it('does so with three environments, and blames nobody where no label is known', async () => {
    const three = sharesOf(await runSet(world, { environments: 3 }));
    expect(three.maliciousNotBenign).toBe(1);
    expect(three.maliciousFound).toBeGreaterThanOrEqual(0.9);
    const unlabelled = sharesOf(await runSet(world, { labels: [] }));
    expect(unlabelled.benignMalicious).toBeLessThanOrEqual(0.01);
  }, 60_000);
});
