import type { DecidedPart } from './incident-action.js';

/** The last decision, while it may be taken back; then what came of that. */
export type DecisionNotice =
  | {
      readonly kind: 'done';
      readonly incidentId: string;
      readonly title: string;
      readonly says: string;
      /** What `undo` names. */
      readonly revision: number;
      readonly before: DecidedPart | null;
    }
  | { readonly kind: 'undoing' | 'undone'; readonly incidentId: string; readonly title: string }
  | { readonly kind: 'failed'; readonly incidentId: string; readonly title: string; readonly says: string };

/** One notice at a time, on whatever page the reader is. */
function createDecisionNotice() {
  let notice: DecisionNotice | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => notice,
    set(next: DecisionNotice | null) {
      notice = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const decisionNotice = createDecisionNotice();
