import type { CheckAnswer } from '../contracts/check-answer.js';
import type { Severity } from '../core/detect/finding.js';

export type Verdict = CheckAnswer['verdict'];

export interface VerdictReason {
  readonly severity: Severity;
}

export interface VerdictCoverage {
  readonly required: boolean;
  readonly state: 'ran' | 'skipped' | 'failed';
}

/** The verdict law, in one place: a found threat is told even where other checks failed, and benign is earned by every required check. */
export function verdictOf(reasons: readonly VerdictReason[], coverage: readonly VerdictCoverage[]): Verdict {
  if (reasons.some(({ severity }) => severity === 'high' || severity === 'critical')) return 'malicious';
  if (reasons.some(({ severity }) => severity === 'medium')) return 'warning';
  const required = coverage.filter((check) => check.required);
  return required.length > 0 && required.every(({ state }) => state === 'ran') ? 'benign' : 'not_checked';
}
