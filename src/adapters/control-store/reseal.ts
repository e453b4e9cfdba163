import type { Channel } from '../../ports/delivery-store.js';
import { isChannelCurrent, openChannel, sealChannel } from './channels.js';
import { jsonText } from './json-text.js';
import { jsonOf, textOf } from './rows.js';
import type { Seal } from './seal.js';
import { secretPlace } from './secrets.js';
import type { Sql } from './sql.js';

/**
 * Encrypts what was written before there was a key, or with an older one. What somebody else changes at the same time is left as they wrote it.
 * Throws FatalError where something cannot be opened: nothing could be delivered.
 */
export async function reseal(sql: Sql, seal: Seal): Promise<void> {
  for (const row of await sql.query('select organisation_id, name, value from secrets')) {
    const [organisationId, name, value] = [textOf(row, 'organisation_id'), textOf(row, 'name'), textOf(row, 'value')];
    const place = secretPlace(organisationId, name);
    const text = seal.open(value, place);
    if (seal.isCurrent(value)) continue;
    await sql.query('update secrets set value = $4 where organisation_id = $1 and name = $2 and value = $3', [
      organisationId,
      name,
      value,
      seal.seal(text, place),
    ]);
  }
  for (const row of await sql.query('select body from channels')) {
    const kept = jsonOf<Channel>(row, 'body');
    const channel = openChannel(kept, seal);
    if (isChannelCurrent(kept, seal)) continue;
    await sql.query('update channels set body = $4::jsonb where organisation_id = $1 and id = $2 and body = $3::jsonb', [
      kept.organisationId,
      kept.id,
      jsonText(kept),
      jsonText(sealChannel(channel, seal)),
    ]);
  }
}
