export type Session = 'unknown' | 'signed-in' | 'signed-out';

/** Whether the service knows us. Only its answers tell: the cookie is hidden from scripts. */
function createSessionState() {
  let state: Session = 'unknown';
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next: Session) {
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const sessionState = createSessionState();
