import type { CheckAnswer } from '../contracts/check-answer.js';
import type { SubjectKind } from './facts.js';

export type CheckCoverage = CheckAnswer['coverage'][number];

/** Checks without which nothing that runs is called benign. Without a trace inner calls are not seen, and detectors are silent that would have named them. */
export const REQUIRED_CHECKS = ['decode', 'labels', 'code', 'simulation.base', 'simulation.other', 'trace', 'detectors', 'rules'] as const;
export type RequiredCheck = (typeof REQUIRED_CHECKS)[number];
/** The same for data that is signed, for messages and for delegations. */
export const TYPED_DATA_CHECKS = ['decode', 'domain', 'labels', 'code', 'rules'] as const;
export const MESSAGE_CHECKS = ['decode', 'labels', 'rules'] as const;
export const AUTHORIZATION_CHECKS = ['decode', 'labels', 'code', 'simulation.base', 'simulation.other', 'rules'] as const;

export const REQUIRED_OF: Readonly<Record<SubjectKind, readonly string[]>> = {
  transaction: REQUIRED_CHECKS,
  calls: REQUIRED_CHECKS,
  userOperation: REQUIRED_CHECKS,
  typedData: TYPED_DATA_CHECKS,
  message: MESSAGE_CHECKS,
  authorization: AUTHORIZATION_CHECKS,
};

/** Not required, and always spoken of. */
const OPTIONAL_CHECKS = ['history', 'prices', 'site', 'score', 'tokens', 'switches'] as const;

/** What ran, what did not, and why. A required check that nobody reported is failed: forgetting is no way to benign. */
export class Coverage {
  private readonly rows = new Map<string, CheckCoverage>();

  constructor(private readonly required: readonly string[] = REQUIRED_CHECKS) {}

  ran(check: string, ms: number, why: string | null = null): void {
    this.put(check, 'ran', why, ms);
  }

  skipped(check: string, why: string): void {
    this.put(check, 'skipped', why, 0);
  }

  failed(check: string, why: string, ms = 0): void {
    this.put(check, 'failed', why, ms);
  }

  private put(check: string, state: CheckCoverage['state'], why: string | null, ms: number): void {
    this.rows.set(check, { check, required: this.required.includes(check), state, why, ms: Math.round(ms * 10) / 10 });
  }

  list(): readonly CheckCoverage[] {
    for (const check of this.required) if (!this.rows.has(check)) this.failed(check, 'The check did not come to run.');
    for (const check of OPTIONAL_CHECKS) if (!this.rows.has(check)) this.skipped(check, 'There was nothing to look at.');
    return [...this.rows.values()];
  }
}
