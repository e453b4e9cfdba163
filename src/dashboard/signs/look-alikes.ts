import { facadeOf } from '../format/address.js';

/** Enough for a long session; beyond it the oldest are forgotten. */
const REMEMBERED_MAX = 5_000;

export interface LookAlikes {
  note(address: string): void;
  /** Another address that people would take for this one; null where none was seen. */
  twinOf(address: string): string | null;
  subscribe(listener: () => void): () => void;
}

/** Remembers every address that was shown, and which of them share the digits that people compare: first four and last four. */
export function createLookAlikes(rememberedMax = REMEMBERED_MAX): LookAlikes {
  const byFacade = new Map<string, string[]>();
  const listeners = new Set<() => void>();
  let remembered = 0;
  return {
    note(address) {
      const key = facadeOf(address);
      const known = byFacade.get(key);
      if (known?.some((seen) => seen.toLowerCase() === address.toLowerCase()) === true) return;
      if (known === undefined) byFacade.set(key, [address]);
      else known.push(address);
      remembered += 1;
      while (remembered > rememberedMax) {
        const [oldest] = byFacade;
        if (oldest === undefined) break;
        byFacade.delete(oldest[0]);
        remembered -= oldest[1].length;
      }
      if (known !== undefined) for (const listener of listeners) listener();
    },
    twinOf(address) {
      const own = address.toLowerCase();
      return byFacade.get(facadeOf(address))?.find((seen) => seen.toLowerCase() !== own) ?? null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Of this page's session. */
export const lookAlikes = createLookAlikes();
