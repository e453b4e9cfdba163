import { describe, expect, it } from '@jest/globals';
import type { Detector } from '../../src/core/detect/detector.js';
import type { Severity } from '../../src/core/detect/finding.js';
import { maskOf, triggersOf } from '../../src/core/detect/triggers.js';
import { buildContext, buildTransaction, type ContextParts, type TransactionParts } from './build-transaction.js';

export interface SilentCase {
  /** Reads on from `stays silent on`. */
  readonly when: string;
  readonly tx: TransactionParts;
  readonly context?: ContextParts;
}

export interface FiringCase extends SilentCase {
  readonly severity: Severity;
  /** Address of the finding's subject. */
  readonly subject: string;
  /** Part of the evidence. */
  readonly evidence?: { readonly [key: string]: unknown };
}

/** A detector's test: what it fires on, once each, and what it stays silent on. */
export function detectorTables(detector: Detector, fires: readonly FiringCase[], silent: readonly SilentCase[]): void {
  const inspect = ({ tx, context }: SilentCase) => detector.inspect(buildTransaction(tx), buildContext(context));
  describe(detector.id, () => {
    for (const firing of fires) {
      it(`fires on ${firing.when}`, () => {
        const { on } = detector;
        // A detector that is not asked says nothing.
        if (on !== undefined) expect(triggersOf(buildTransaction(firing.tx)) & maskOf(on)).not.toBe(0);
        const found = inspect(firing);
        expect(found).toHaveLength(1);
        expect(found[0]).toMatchObject({
          severity: firing.severity,
          subject: { address: firing.subject },
          evidence: firing.evidence ?? {},
        });
        expect(found[0]?.summary).toMatch(/\.$/);
        expect(found[0]?.reasons?.length).toBeGreaterThan(0);
      });
    }
    for (const benign of silent) it(`stays silent on ${benign.when}`, () => expect(inspect(benign)).toEqual([]));
  });
}
