import { describe, expect, it } from '@jest/globals';
import { roleSchema, scopeSchema } from '../../../src/contracts/organisation.js';
import {
  actionText,
  detailText,
  keyState,
  nameIn,
  ROLE_SAYS,
  SCOPE_SAYS,
  SCOPES_OF_ROLE,
} from '../../../src/dashboard/access/access-words.js';
import { auditFilterOf } from '../../../src/dashboard/access/audit-filter.js';
import { SCOPES_OF_ROLE as SERVED } from '../../../src/ports/access-store.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('access', () => {
  it('knows every scope and role, and gives a role what the service gives it', () => {
    expect(SCOPE_SAYS.map(([scope]) => scope).sort()).toEqual([...scopeSchema.options].sort());
    expect(ROLE_SAYS.map(([role]) => role)).toEqual(roleSchema.options);
    for (const role of roleSchema.options) expect([...SCOPES_OF_ROLE[role]].sort()).toEqual([...SERVED[role]].sort());
  });

  it('tells keys that open something from those that do not', () => {
    expect(keyState({ revokedAt: null, expiresAt: null }, NOW)).toBe('valid');
    expect(keyState({ revokedAt: null, expiresAt: '2026-03-01T12:00:00Z' }, NOW)).toBe('expired');
    expect(keyState({ revokedAt: '2026-02-01T12:00:00Z', expiresAt: null }, NOW)).toBe('revoked');
  });

  it('says deeds in words, with names where the log has them', () => {
    expect([actionText('key.create'), actionText('incident.feedback'), actionText('backup')]).toEqual([
      'create key',
      'feedback incident',
      'backup',
    ]);
    const entry = {
      id: '1',
      at: '',
      keyId: 'k',
      keyName: null,
      memberId: null,
      action: 'key.create',
      target: 'key_1',
      outcome: 'done',
      origin: null,
    } as const;
    expect(nameIn({ ...entry, detail: { name: 'office' } })).toBe('office');
    expect(nameIn({ ...entry, detail: { name: 'key_1' } })).toBeNull();
    expect([
      detailText('memberId', null),
      detailText('expiresAtMs', NOW),
      detailText('scopes', ['read', 'write']),
      detailText('rules', { a: 1 }),
    ]).toEqual([null, '2026-03-01 12:00:00 UTC', 'read, write', '{"a":1}']);
  });

  it('filters the log by what a link holds', () => {
    expect(auditFilterOf(new URLSearchParams('outcome=unknown'))).toEqual({ outcome: 'unknown' });
    expect(auditFilterOf(new URLSearchParams('action=key.&key=k1&outcome=refused'))).toEqual({
      action: 'key.',
      key: 'k1',
      outcome: 'refused',
    });
    expect(auditFilterOf(new URLSearchParams('outcome=perhaps&action='))).toEqual({});
  });
});
