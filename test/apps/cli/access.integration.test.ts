import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { createKey, createOrganisation, expiryOf, revokeKey } from '../../../src/apps/cli/access.js';
import { migratedFolder } from '../../support/control-store.js';

const data = mkdtempSync(path.join(tmpdir(), 'tocsin-access-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('keys and organisations from the shell', () => {
  it('are made and taken away where no instance runs, for an organisation that there is, and stay on record', async () => {
    await migratedFolder(path.join(data, 'postgres'));
    const flags = { data, scope: ['read', 'write'], organisation: 'acme' };
    await expect(createKey('too early', flags, {})).rejects.toThrow('There is no organisation acme; there are default.');
    await createOrganisation('acme', 'Acme', { data }, {});
    await expect(createOrganisation('acme', 'Acme', { data }, {})).rejects.toThrow('is there already');
    await createKey('ci', { ...flags, expires: '30d' }, {});
    await expect(createKey('of nobody', { ...flags, member: 'mem_x' }, {})).rejects.toThrow('has no member mem_x');
    const look = async () => {
      const store = await openControlStore({ dir: path.join(data, 'postgres'), migrate: false });
      const found = { keys: await store.keys.list('acme'), audit: await store.audit.list('acme', 10, null) };
      await store.close();
      return found;
    };
    const [key] = (await look()).keys;
    expect(key).toMatchObject({ name: 'ci', scopes: ['read', 'write'], memberId: null, revokedAtMs: null });
    expect((key?.expiresAtMs ?? 0) - (key?.createdAtMs ?? 0)).toBeCloseTo(30 * 86_400_000, -4);
    await revokeKey(key?.id ?? '', { data }, {});
    const { keys, audit } = await look();
    expect(keys[0]?.revokedAtMs).not.toBeNull();
    expect(audit.map(({ action, keyId }) => `${action} ${keyId}`)).toEqual(['key.revoke cli', 'key.create cli']);
  }, 30_000);
});

describe('when a key expires', () => {
  it('is told as a span or as a moment, and a moment that is over is refused', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(expiryOf(undefined, now)).toBeNull();
    expect(['12h', '30d', '2w', '2026-02-01T00:00:00Z'].map((given) => new Date(expiryOf(given, now) ?? 0).toISOString())).toEqual([
      '2026-01-01T12:00:00.000Z',
      '2026-01-31T00:00:00.000Z',
      '2026-01-15T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
    ]);
    for (const wrong of ['soon', '0d', '2025-12-31T00:00:00Z']) expect(() => expiryOf(wrong, now)).toThrow('--expires');
  });
});
