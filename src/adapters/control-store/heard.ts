import type { HeardSubjects } from '../../ports/incident-store.js';
import { jsonText } from './json-text.js';
import { textOf } from './rows.js';
import type { Sql } from './sql.js';

const KEPT_MS = 90 * 86_400_000;
const PRUNE_EVERY = 500;

export function createHeardSubjects(sql: Sql): HeardSubjects {
  let remembered = 0;
  return {
    async remember(heard, nowMs) {
      if (heard.length === 0) return;
      await sql.query(
        `insert into heard_subjects (subject_id, organisation_id, channel_id, chain_id, at_ms)
         select h->>'subjectId', h->>'organisationId', h->>'channelId', (h->>'chainId')::bigint, $2 from jsonb_array_elements($1::jsonb) as h
         on conflict do nothing`,
        [jsonText(heard), nowMs],
      );
      remembered += 1;
      if (remembered % PRUNE_EVERY === 0) await sql.query('delete from heard_subjects where at_ms < $1', [nowMs - KEPT_MS]);
    },
    async of(subjectIds) {
      if (subjectIds.length === 0) return [];
      const rows = await sql.query('select * from heard_subjects where subject_id = any($1::text[])', [subjectIds]);
      return rows.map((row) => ({
        subjectId: textOf(row, 'subject_id'),
        organisationId: textOf(row, 'organisation_id'),
        channelId: textOf(row, 'channel_id'),
      }));
    },
  };
}
