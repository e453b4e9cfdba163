import type { UnsignedCheckRequest } from '../contracts/check.js';
import type { CheckAnswer } from '../contracts/check-answer.js';
import { answerOf } from './answer/answer.js';
import type { CheckParts } from './check-parts.js';
import { Coverage, REQUIRED_OF } from './coverage.js';
import { Deadline } from './deadline.js';
import { Investigation } from './investigation.js';
import { judge } from './judge.js';
import { TokenReader } from './read/token-reads.js';
import type { Settings } from './run-rules.js';
import { readSubject } from './subjects/read-subject.js';

/** For whom a check is made, and by whose thresholds. */
export interface CheckAsker {
  readonly organisationId: string;
  readonly policy: { readonly name: string | null; readonly settings: NonNullable<Settings> } | null;
}

export const NOBODY: CheckAsker = { organisationId: '', policy: null };

export interface CheckService {
  /** Never throws for what a node does: what could not be looked at is told in coverage, and the verdict knows it. */
  check(request: UnsignedCheckRequest, asker?: CheckAsker): Promise<CheckAnswer>;
}

export function createCheckService(parts: CheckParts): CheckService {
  const tokens = new TokenReader();
  let asked = 0;
  return {
    async check(request, asker = NOBODY) {
      const startedAt = parts.nowMs();
      asked += 1;
      const id = parts.hashText(`check:${startedAt}:${asked}:${JSON.stringify(request)}`).slice(0, 32);
      const deadline = new Deadline(request.deadlineMs, parts.nowMs);
      const coverage = new Coverage(REQUIRED_OF[request.subject.kind]);
      const subject = readSubject(request);
      const found = await new Investigation({ request, subject, parts, tokens, deadline, coverage, startedAt }).run();
      const judged = judge({ request, subject, found, parts, coverage, asker });
      const answer = answerOf({ id, request, subject, found, judged, coverage, asker, startedAt, waitedMs: deadline.waitedMs, parts });
      parts.metrics.count('tocsin_checks_total', { verdict: answer.verdict });
      parts.metrics.observe('tocsin_check_seconds', answer.latencyMs / 1_000);
      return answer;
    },
  };
}
