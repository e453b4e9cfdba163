import { randomBytes } from 'node:crypto';
import type { ApiKey, KeyStore } from '../../../ports/access-store.js';
import { SCOPES } from '../../../ports/access-store.js';
import { hashText } from '../../platform/hash-text.js';

export const DEFAULT_ORGANISATION = 'default';
const FROM_ENVIRONMENT = 'TOCSIN_API_KEY';

/** 256 random bits; the prefix lets secret scanners know one. */
export function newKey(): string {
  return `toc_${randomBytes(32).toString('base64url')}`;
}

export function keyRecord(key: string, name: string, scopes: ApiKey['scopes'], nowMs: number): ApiKey {
  const hash = hashText(key);
  return {
    id: `key_${hash.slice(0, 16)}`,
    hash,
    name,
    organisationId: DEFAULT_ORGANISATION,
    scopes,
    createdAtMs: nowMs,
    revokedAtMs: null,
  };
}

/**
 * The key to begin with. TOCSIN_API_KEY is valid while it is set, and the one that it had before is not; without it, a store that knows no
 * administrator gets a new key, which is returned this once.
 */
export async function ensureBootstrapKey(
  keys: KeyStore,
  configured: string | null,
  nowMs: number,
): Promise<{ readonly keyId: string; readonly made: string | null }> {
  const active = (await keys.list()).filter(({ revokedAtMs }) => revokedAtMs === null);
  if (configured !== null) {
    const record = keyRecord(configured, FROM_ENVIRONMENT, SCOPES, nowMs);
    for (const { id, name } of active) if (name === FROM_ENVIRONMENT && id !== record.id) await keys.revoke(id, nowMs);
    if (!active.some(({ id }) => id === record.id)) await keys.put(record);
    return { keyId: record.id, made: null };
  }
  const admin = active.find(({ scopes }) => scopes.includes('admin'));
  if (admin !== undefined) return { keyId: admin.id, made: null };
  const made = newKey();
  const record = keyRecord(made, 'first key', SCOPES, nowMs);
  await keys.put(record);
  return { keyId: record.id, made };
}
