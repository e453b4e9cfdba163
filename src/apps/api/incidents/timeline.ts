import type { z } from 'zod';
import type { timelineEntrySchema } from '../../../contracts/alert.js';
import type { Alert, Incident } from '../../../core/alert/alert.js';
import type { TimelineEntry } from '../../../ports/control-store.js';

type Entry = z.output<typeof timelineEntrySchema>;

/** What the chain did, by block time, and what people did, by the clock: one story, oldest first. */
export function timelineOf(incident: Incident, alerts: readonly Alert[], entries: readonly TimelineEntry[]): Entry[] {
  const opened: Entry = { at: rfc3339(incident.openedAtMs), kind: 'opened', actor: null, text: incident.title };
  const raised = alerts.map(({ finding, status }): Entry => {
    const at = rfc3339(finding.blockTimestamp * 1_000);
    return status === 'withdrawn'
      ? { at, kind: 'withdrawn', actor: null, text: `Block ${finding.blockNumber} left the chain: ${finding.summary}` }
      : { at, kind: 'alert', actor: null, text: finding.summary };
  });
  const decided = entries.map(
    ({ atMs, kind, actor, text, organisationId }): Entry => ({
      at: rfc3339(atMs),
      kind,
      actor,
      text,
      organisationId: organisationId ?? null,
    }),
  );
  return [opened, ...[...raised, ...decided].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))];
}

function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}
