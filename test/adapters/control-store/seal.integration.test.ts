import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { createSeal, NO_SEAL } from '../../../src/adapters/control-store/seal.js';
import { openPglite } from '../../../src/adapters/control-store/sql.js';
import { channelOf } from '../../support/build-channel.js';
import { migratedFolder } from '../../support/control-store.js';

const [KEY, NEWER] = [randomBytes(32), randomBytes(32)];

describe('a sealed value', () => {
  const seal = createSeal([KEY]);

  it('opens at its place, with its key, as often as it is sealed in another way', () => {
    for (const text of ['', 'whsec_x', 'Ü'.repeat(4_000), 'sealed:1:deadbeef:AAAA']) {
      const [once, twice] = [seal.seal(text, 'here'), seal.seal(text, 'here')];
      expect(once).not.toBe(twice);
      expect(seal.open(once, 'here')).toBe(text);
      expect(createSeal([NEWER, KEY]).open(once, 'here')).toBe(text);
    }
  });

  it('does not open at another place, changed, cut, or without its key', () => {
    const sealed = seal.seal('whsec_x', 'here');
    expect(() => seal.open(sealed, 'there')).toThrow('What is kept as there was changed in the database, or belongs elsewhere');
    expect(() => seal.open(`${sealed.slice(0, -2)}AA`, 'here')).toThrow('was changed');
    expect(() => seal.open(sealed.slice(0, 25), 'here')).toThrow('was changed');
    for (const other of [NO_SEAL, createSeal([NEWER])])
      expect(() => other.open(sealed, 'here')).toThrow('Add it to TOCSIN_SECRETS_KEY, behind the newest one.');
  });

  it('is current with the first key alone', () => {
    const sealed = seal.seal('x', 'here');
    const rotated = createSeal([NEWER, KEY]);
    expect([seal, rotated, NO_SEAL].map((one) => one.isCurrent(sealed))).toEqual([true, false, false]);
    expect([seal, NO_SEAL].map((one) => one.isCurrent('x'))).toEqual([false, true]);
  });
});

describe('secrets in the database', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-seal-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const channel = channelOf({
    id: 'ops',
    kind: 'slack',
    target: 'https://hooks.slack.com/services/T0/B0/very-secret',
    secrets: [{ value: 'whsec_c2VjcmV0', expiresAtMs: null }],
  });

  async function lying(): Promise<string> {
    const sql = await openPglite(dir);
    const rows = await sql.query('select value as text from secrets union all select body::text from channels');
    await sql.close();
    return JSON.stringify(rows);
  }

  async function withKeys(...secretsKeys: readonly Uint8Array[]) {
    const store = await openControlStore({ dir, migrate: true, secretsKeys });
    const kept = [await store.secrets.value('default', 'token', 1), await store.channels.get('default', 'ops')];
    await store.close();
    return kept;
  }

  it('are encrypted once there is a key, those that lay there before as well, and anew with another key', async () => {
    await migratedFolder(dir);
    const store = await openControlStore({ dir, migrate: true });
    await store.secrets.put('default', 'token', 'xoxb-very-secret', null, 1);
    await store.channels.put(channel);
    await store.close();
    expect(await lying()).toContain('very-secret');

    expect(await withKeys(KEY)).toEqual(['xoxb-very-secret', channel]);
    const sealed = await lying();
    for (const secret of ['very-secret', 'c2VjcmV0', 'hooks.slack']) expect(sealed).not.toContain(secret);
    expect(await withKeys(KEY)).toEqual(['xoxb-very-secret', channel]);
    expect(await lying()).toBe(sealed);

    await expect(withKeys()).rejects.toMatchObject({ name: 'FatalError', code: 'sealed' });
    expect(await withKeys(NEWER, KEY)).toEqual(['xoxb-very-secret', channel]);
    expect(await withKeys(NEWER)).toEqual(['xoxb-very-secret', channel]);
  }, 60_000);
});
