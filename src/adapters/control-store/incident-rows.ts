import type { Incident } from '../../core/alert/alert.js';
import { jsonOf } from './rows.js';
import type { SqlRow } from './sql.js';

type StoredIncident = Omit<Incident, LaterFields> & Partial<Pick<Incident, LaterFields>>;
type LaterFields = 'keys' | 'stage' | 'attacker' | 'victim' | 'actors' | 'origins' | 'waitingSinceMs' | 'organisationId' | 'channels';

/** Incidents from before a field was kept have it empty. */
export function incidentOf(row: SqlRow): Incident {
  const stored = jsonOf<StoredIncident>(row, 'body');
  return {
    ...stored,
    keys: stored.keys ?? [stored.key],
    organisationId: stored.organisationId ?? null,
    channels: stored.channels ?? null,
    stage: stored.stage ?? null,
    attacker: stored.attacker ?? null,
    victim: stored.victim ?? null,
    actors: stored.actors ?? [],
    origins: stored.origins ?? [],
    waitingSinceMs: stored.waitingSinceMs ?? 0,
  };
}
