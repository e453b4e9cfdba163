import { z } from 'zod';
import { draftSchema, type MonitorDraft } from './draft.js';

/** What was written and not saved. */
export interface KeptDraft {
  readonly draft: MonitorDraft;
  /** What it was made of. */
  readonly origin: MonitorDraft;
  /** The version that it was written over; 0: a new monitor. */
  readonly base: number;
}

const keptSchema = z.object({ draft: draftSchema, origin: draftSchema, base: z.number().int().nonnegative() });
const PREFIX = 'tocsin-monitor-draft:';

/** The name under which a monitor is kept that has no id yet; no id has a space. */
export function newName(example: string | null): string {
  return `new ${example ?? ''}`;
}

/** Unsaved changes outlive a link that is followed and a page that is loaded anew; they end with the tab. */
export const draftKeeper = {
  get(id: string): KeptDraft | null {
    const text = sessionStorage.getItem(PREFIX + id);
    if (text === null) return null;
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch {
      sessionStorage.removeItem(PREFIX + id); // Of an older version of this page.
      return null;
    }
  },
  keep(id: string, kept: KeptDraft): void {
    try {
      sessionStorage.setItem(PREFIX + id, JSON.stringify(kept));
    } catch {
      // No room: closing the page still asks first.
    }
  },
  forget(id: string): void {
    sessionStorage.removeItem(PREFIX + id);
  },
};
