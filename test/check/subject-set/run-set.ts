import { takingRaw } from '../../../src/apps/platform/raw-transaction.js';
import { checkRequestSchema } from '../../../src/contracts/check.js';
import type { CheckAnswer } from '../../../src/contracts/check-answer.js';
import type { Label } from '../../../src/core/detect/detector.js';
import { serviceOver } from '../ask.js';
import { benignSubjects } from './benign.js';
import { maliciousSubjects } from './malicious.js';
import type { SetSubject } from './subjects.js';
import type { World } from './world.js';

export interface SetResult {
  readonly name: string;
  readonly answer: CheckAnswer;
}

export interface SetResults {
  readonly benign: readonly SetResult[];
  readonly malicious: readonly SetResult[];
}

export interface SetOptions {
  readonly environments?: number;
  readonly labels?: readonly Label[];
}

/** Every subject of the set, checked one after the other. */
export async function runSet(world: World, { environments = 5, labels = world.labels }: SetOptions = {}): Promise<SetResults> {
  const service = serviceOver(world.simulator, labels);
  const check = takingRaw((request) => service.check(request));
  const run = async (subjects: readonly SetSubject[]) => {
    const results: SetResult[] = [];
    for (const { name, subject, origin, account } of subjects) {
      const request = checkRequestSchema.parse({ chainId: world.chainId, subject, origin, account, environments, deadlineMs: 20_000 });
      results.push({ name, answer: await check(request) });
    }
    return results;
  };
  return { benign: await run(benignSubjects(world)), malicious: await run(maliciousSubjects(world)) };
}

/** Shares of verdicts, 0–1. */
export function sharesOf({ benign, malicious }: SetResults) {
  const share = (results: readonly SetResult[], isSo: (verdict: CheckAnswer['verdict']) => boolean) =>
    results.filter(({ answer }) => isSo(answer.verdict)).length / results.length;
  return {
    maliciousNotBenign: share(malicious, (verdict) => verdict !== 'benign'),
    maliciousFound: share(malicious, (verdict) => verdict === 'malicious'),
    benignMalicious: share(benign, (verdict) => verdict === 'malicious'),
    benignFound: share(benign, (verdict) => verdict === 'benign'),
    notChecked: share([...benign, ...malicious], (verdict) => verdict === 'not_checked'),
  };
}
