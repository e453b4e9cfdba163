import type { CheckAnswer } from '../contracts/check.js';

export type CheckCoverage = CheckAnswer['coverage'][number];

/** Checks without which no transaction is called benign. */
export const REQUIRED_CHECKS = ['decode', 'labels', 'code', 'simulation.base', 'simulation.other', 'detectors'] as const;
export type RequiredCheck = (typeof REQUIRED_CHECKS)[number];
/** The same for data that is signed, and for messages. */
export const TYPED_DATA_CHECKS = ['decode', 'domain', 'labels', 'code'] as const;
export const MESSAGE_CHECKS = ['decode', 'labels'] as const;

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
    return [...this.rows.values()];
  }
}
