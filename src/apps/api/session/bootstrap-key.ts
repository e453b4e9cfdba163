import { randomBytes } from 'node:crypto';
import type { ApiKey, KeyStore } from '../../../ports/access-store.js';
import { DEFAULT_ORGANISATION, SCOPES } from '../../../ports/access-store.js';
import { hashText } from '../../platform/hash-text.js';

const FROM_ENVIRONMENT = 'TOCSIN_API_KEY';

/** 256 random bits; the prefix lets secret scanners know one. */
export function newKey(): string {
  return `toc_${randomBytes(32).toString('base64url')}`;
}

export function keyRecord(
  key: string,
  given: Pick<ApiKey, 'name' | 'scopes'> & Partial<Pick<ApiKey, 'organisationId' | 'memberId' | 'expiresAtMs'>>,
  nowMs: number,
): ApiKey {
  const hash = hashText(key);
  return {
    id: `key_${hash.slice(0, 16)}`,
    hash,
    organisationId: DEFAULT_ORGANISATION,
    createdAtMs: nowMs,
    revokedAtMs: null,
    expiresAtMs: null,
    memberId: null,
    lastUsedAtMs: null,
    ...given,
  };
}

/**
 * The key to begin with. TOCSIN_API_KEY is valid while it is set, and the one that it had before is not; without it, a store that knows no
 * operator gets a new key, which is returned this once.
 */
export async function ensureBootstrapKey(
  keys: KeyStore,
  configured: string | null,
  nowMs: number,
): Promise<{ readonly keyId: string; readonly made: string | null }> {
  const active = (await keys.list(DEFAULT_ORGANISATION)).filter(
    ({ revokedAtMs, expiresAtMs }) => revokedAtMs === null && (expiresAtMs === null || expiresAtMs > nowMs),
  );
  if (configured !== null) {
    const record = keyRecord(configured, { name: FROM_ENVIRONMENT, scopes: SCOPES }, nowMs);
    for (const { id, name } of active) if (name === FROM_ENVIRONMENT && id !== record.id) await keys.revoke(id, nowMs);
    if (!active.some(({ id }) => id === record.id)) await keys.put(record);
    return { keyId: record.id, made: null };
  }
  const operator = active.find(({ scopes, memberId }) => memberId === null && SCOPES.every((scope) => scopes.includes(scope)));
  if (operator !== undefined) return { keyId: operator.id, made: null };
  const made = newKey();
  const record = keyRecord(made, { name: 'first key', scopes: SCOPES }, nowMs);
  await keys.put(record);
  return { keyId: record.id, made };
}
