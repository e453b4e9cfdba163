import type { CheckAnswer } from '../contracts/check.js';

export type CheckCoverage = CheckAnswer['coverage'][number];

/** Checks without which no transaction is called benign. */
export const REQUIRED_CHECKS = ['decode', 'labels', 'code', 'simulation.base', 'simulation.other', 'detectors'] as const;
export type RequiredCheck = (typeof REQUIRED_CHECKS)[number];

const REQUIRED: ReadonlySet<string> = new Set(REQUIRED_CHECKS);

/** What ran, what did not, and why. A required check that nobody reported is failed: forgetting is no way to benign. */
export class Coverage {
  private readonly rows = new Map<string, CheckCoverage>();

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
    this.rows.set(check, { check, required: REQUIRED.has(check), state, why, ms: Math.round(ms * 10) / 10 });
  }

  list(): readonly CheckCoverage[] {
    for (const check of REQUIRED_CHECKS) if (!this.rows.has(check)) this.failed(check, 'The check did not come to run.');
    return [...this.rows.values()];
  }
}
