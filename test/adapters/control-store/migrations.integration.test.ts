import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { openPglite } from '../../../src/adapters/control-store/sql.js';

describe('migrations of the control store', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tocsin-pglite-'));
  const begun = path.join(root, 'begun');
  let copies = 0;
  beforeAll(async () => (await openControlStore({ dir: begun, migrate: true })).close(), 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function migrated(change: string): Promise<string> {
    copies += 1;
    const dir = path.join(root, String(copies));
    cpSync(begun, dir, { recursive: true });
    const sql = await openPglite(dir);
    await sql.script(change);
    await sql.close();
    return dir;
  }

  it('are applied once: a second start finds nothing to do and keeps the data', async () => {
    const dir = await migrated("insert into settings (key, value) values ('kept', 'yes')");
    const control = await openControlStore({ dir, migrate: true });
    expect(await control.settings.get('kept')).toBe('yes');
    await control.close();
  }, 60_000);

  it('end what was signed by a version that did not keep what, and free its nonce', async () => {
    const dir = await migrated(`
      delete from schema_migrations where name = '0014_what_was_signed.sql';
      alter table response_runs drop column signed;
      insert into response_runs (id, organisation_id, channel_id, incident_id, alert_id, action, state, chain_id, signer, nonce, raw, hash, created_at_ms, updated_at_ms)
      select state, 'default', 'guard', 'inc', 'alert', 'pause()', state, 1, 'guardian', row_number() over (), '0x02', '0xaa', 1, 1
      from unnest(array['signed', 'done']) as state`);
    const control = await openControlStore({ dir, migrate: true });
    const runs = await control.responses.runs('default', 'guard', 5);
    expect(runs.map(({ id, state, transaction }) => [id, state, transaction])).toEqual([
      ['done', 'done', null],
      ['signed', 'failed', null],
    ]);
    await control.close();
  }, 60_000);

  it('keep one response of an address at each nonce that is on its way, whatever its signers were called', async () => {
    const dir = await migrated(`
      delete from schema_migrations where name = '0015_nonces_of_addresses.sql';
      drop index response_runs_by_nonce;
      create unique index response_runs_by_nonce on response_runs (chain_id, signer, nonce) where nonce is not null and state <> 'failed';
      insert into response_runs (id, organisation_id, channel_id, incident_id, alert_id, action, state, chain_id, signer, nonce, raw, hash, signed, created_at_ms, updated_at_ms)
      select id, 'default', 'guard', 'inc', 'alert', 'pause()', state, 1, signer, 7, '0x02', '0xaa', jsonb_build_object('from', address), at, at
      from (values ('mined', 'done', 'old', 'A', 1), ('first', 'sent', 'one', 'A', 2), ('second', 'signed', 'two', 'A', 3), ('other', 'sent', 'three', 'B', 4))
        as x(id, state, signer, address, at)`);
    const control = await openControlStore({ dir, migrate: true });
    const runs = await control.responses.runs('default', 'guard', 5);
    expect(runs.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['other', 'sent', null],
      ['second', 'failed', expect.stringContaining('another response by the same address has its nonce')],
      ['first', 'sent', null],
      ['mined', 'done', null],
    ]);
    await control.close();
  }, 60_000);

  it('refuse to start where one was changed after it was applied, and say what to do', async () => {
    const dir = await migrated("update schema_migrations set hash = 'of another file' where name = '0001_control.sql'");
    await expect(openControlStore({ dir, migrate: true })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'migration-changed',
      message: expect.stringContaining('0001_control.sql was changed after it was applied. Restore the file'),
    });
  }, 60_000);

  it('refuse to start on the store of a newer version', async () => {
    const dir = await migrated("insert into schema_migrations (name, hash) values ('9999_newer.sql', 'x')");
    await expect(openControlStore({ dir, migrate: true })).rejects.toMatchObject({ name: 'FatalError', code: 'migration-unknown' });
  }, 60_000);
});
