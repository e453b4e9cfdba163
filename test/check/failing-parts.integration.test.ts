import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takingRaw } from '../../src/apps/platform/raw-transaction.js';
import { REQUIRED_OF } from '../../src/check/coverage.js';
import type { SubjectKind } from '../../src/check/facts.js';
import { defineRule } from '../../src/check/rule.js';
import { checkRequestSchema } from '../../src/contracts/check.js';
import type { CheckAnswer } from '../../src/contracts/check-answer.js';
import { RetryableError } from '../../src/core/errors.js';
import type { Simulator } from '../../src/ports/simulator.js';
import { missing, partsOf, serviceOver } from './ask.js';
import { benignSubjects } from './subject-set/benign.js';
import type { SetSubject } from './subject-set/subjects.js';
import { openWorld, type World } from './subject-set/world.js';

const DEADLINE_MS = 120;
let world: World;
let subjects: ReadonlyMap<SubjectKind, SetSubject>;

beforeAll(async () => {
  world = await openWorld();
  const all = benignSubjects(world);
  const named = (name: string) => all.find((each) => each.name === name) ?? fail(name);
  subjects = new Map<SubjectKind, SetSubject>([
    ['transaction', named('stake of 1000000000000000000')],
    ['calls', named('batch of payments')],
    ['userOperation', named('operation that approves and swaps')],
    ['typedData', named('permit of 1000000000000000000 for the router')],
    ['authorization', named('delegation to a known wallet')],
  ]);
}, 120_000);
afterAll(() => world.close());

function fail(name: string): never {
  throw new Error(`The set has no subject "${name}".`);
}

function ask(simulator: Simulator, { subject }: SetSubject, deadlineMs = DEADLINE_MS, parts = {}): Promise<CheckAnswer> {
  const service = serviceOver(simulator, world.labels, parts);
  const check = takingRaw((request) => service.check(request));
  return check(checkRequestSchema.parse({ chainId: world.chainId, subject, deadlineMs }));
}

const refuse = () => Promise.reject(new RetryableError('down', 'The node is down.'));
/** What can break of a node; those that hinder no benign are told apart. */
const BREAKS: Readonly<Record<string, (whole: Simulator) => Partial<Simulator>>> = {
  block: () => ({ block: refuse }),
  account: () => ({ account: refuse }),
  code: () => ({ codeOf: () => Promise.resolve(new Map()) }),
  codeDown: () => ({ codeOf: refuse }),
  simulation: () => ({ simulateAll: () => Promise.resolve({ kind: 'failed', reason: 'no answer' }) }),
  late: () => ({ simulateAll: () => new Promise(() => undefined) }),
};
const OPTIONAL: typeof BREAKS = {
  reads: () => ({ read: refuse }),
  touched: () => ({ touchedBy: () => Promise.resolve(null) }),
  logs: () => ({ logs: refuse }),
};

describe.each(['transaction', 'calls', 'userOperation', 'typedData', 'authorization'] as const)('a benign %s', (kind) => {
  const subject = () => subjects.get(kind) ?? fail(kind);
  /** A signature does nothing by itself: nothing of it is simulated. */
  const breaks = Object.entries(BREAKS).filter(([name]) => kind !== 'typedData' || !['simulation', 'late'].includes(name));

  it('is not benign, and is answered, whichever parts fail or never answer', async () => {
    for (let subset = 1; subset < 2 ** breaks.length; subset += 1) {
      const broken = partsOf(world.simulator);
      for (const [i, [, part]] of breaks.entries()) if ((subset >> i) & 1) Object.assign(broken, part(broken));
      const answer = await ask(broken, subject());
      expect({ subset, verdict: answer.verdict }).toEqual({ subset, verdict: 'not_checked' });
      expect(
        answer.coverage
          .filter(({ required }) => required)
          .map(({ check }) => check)
          .sort(),
      ).toEqual([...REQUIRED_OF[kind]].sort());
    }
  }, 60_000);

  it('is benign where only what is optional fails, and coverage says what', async () => {
    for (const [name, part] of Object.entries(OPTIONAL)) {
      const answer = await ask({ ...partsOf(world.simulator), ...part(world.simulator) }, subject(), 10_000);
      expect({ name, verdict: answer.verdict, missing: missing(answer) }).toEqual({ name, verdict: 'benign', missing: [] });
    }
  });

  it('is not benign where a rule fails, and coverage names the rule', async () => {
    const broken = defineRule({
      id: 'broken',
      version: 1,
      title: 'Broken',
      group: 'outcome',
      params: {},
      inspect() {
        throw new Error('broken');
      },
    });
    const answer = await ask(world.simulator, subject(), 10_000, { rules: [broken] });
    expect(answer.verdict).toBe('not_checked');
    expect(answer.coverage.find(({ check }) => check === 'rule.broken')).toMatchObject({ state: 'failed' });
  });
});
