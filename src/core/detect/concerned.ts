import type { Detector, InspectedTransaction } from './detector.js';
import { maskOf, triggersOf } from './triggers.js';

/** Which of some detectors to ask of a transaction; kinds of transactions are few, so each kind's list is made once. */
export class ConcernedDetectors {
  private readonly byKind = new Map<number, readonly Detector[]>();
  private readonly masks: readonly number[];

  constructor(private readonly detectors: readonly Detector[]) {
    this.masks = detectors.map(({ on = [] }) => maskOf(on));
  }

  of(tx: InspectedTransaction): readonly Detector[] {
    const kind = (triggersOf(tx) << 2) | (tx.frames === null ? 1 : 0) | (tx.receipt === null ? 2 : 0);
    const known = this.byKind.get(kind);
    if (known !== undefined) return known;
    const concerned = this.detectors.filter(
      ({ needs, on }, i) =>
        (on === undefined || ((this.masks[i] ?? 0) & (kind >> 2)) !== 0) &&
        !(tx.frames === null && needs.includes('trace')) &&
        !(tx.receipt === null && needs.includes('logs')),
    );
    this.byKind.set(kind, concerned);
    return concerned;
  }
}

const known = new WeakMap<readonly Detector[], ConcernedDetectors>();

export function concernedOf(detectors: readonly Detector[]): ConcernedDetectors {
  const before = known.get(detectors);
  if (before !== undefined) return before;
  const made = new ConcernedDetectors(detectors);
  known.set(detectors, made);
  return made;
}
