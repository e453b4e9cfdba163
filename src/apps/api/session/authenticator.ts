import { allowedScopes, type HeldKey } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller, Identity } from '../../platform/caller.js';
import { hashText } from '../../platform/hash-text.js';

export const SESSION_COOKIE = 'tocsin_session';

/** Within this time a key that another process revoked still opens; one revoked here stops at once. */
const KNOWN_FOR_MS = 5_000;
const MAX_KNOWN = 1_000;
/** How far behind the last use of a key may be: not every request is worth a write. */
const TOUCH_EVERY_MS = 5 * 60_000;

const NOBODY: Identity = { caller: null, refusal: null };

interface Known {
  readonly identity: Identity;
  readonly untilMs: number;
}

/** Tells who is behind a key or a cookie. Keeps answers for a moment: the store has other work than the same question again and again. */
export class Authenticator {
  private readonly known = new Map<string, Known>();
  /** What was asked before a change must not be remembered after it. */
  private generation = 0;

  constructor(
    private readonly control: Pick<ControlStore, 'keys' | 'sessions'>,
    private readonly nowMs: () => number,
  ) {}

  byKey(key: string): Promise<Identity> {
    const hash = hashText(key);
    return this.remembered(`key:${hash}`, async () => {
      const found = await this.control.keys.byHash(hash);
      return found === null ? NOBODY : this.identityOf(found, 'key', null);
    });
  }

  bySession(cookie: string): Promise<Identity> {
    const hash = hashText(cookie);
    return this.remembered(`session:${hash}`, async () => {
      const session = await this.control.sessions.get(hash, this.nowMs());
      const key = session === null ? null : await this.control.keys.get(session.keyId);
      return session === null || key === null ? NOBODY : this.identityOf(key, 'session', session.expiresAtMs);
    });
  }

  /** `Authorization` counts before the cookie; a wrong key is not made good by a cookie. */
  async from(headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined }): Promise<Identity> {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (headers.authorization !== undefined) return bearer === undefined ? NOBODY : this.byKey(bearer);
    const cookie = cookieOf(headers.cookie);
    return cookie === null ? NOBODY : this.bySession(cookie);
  }

  /** After a key, a member or a session was changed here. */
  forget(): void {
    this.known.clear();
    this.generation += 1;
  }

  private async identityOf(key: HeldKey, via: Caller['via'], sessionExpiresAtMs: number | null): Promise<Identity> {
    const now = this.nowMs();
    const refusal = refusalOf(key, now);
    if (refusal !== null) return { caller: null, refusal };
    if (key.lastUsedAtMs === null || now - key.lastUsedAtMs >= TOUCH_EVERY_MS) await this.control.keys.touch(key.id, now);
    const { id, name, organisationId, memberId, role, expiresAtMs } = key;
    const scopes = allowedScopes(key);
    const ends = [sessionExpiresAtMs, expiresAtMs].filter((ms) => ms !== null);
    const caller: Caller = {
      keyId: id,
      name,
      organisationId,
      memberId,
      role,
      scopes,
      keyExpiresAtMs: expiresAtMs,
      via,
      sessionExpiresAtMs: sessionExpiresAtMs === null ? null : Math.min(...ends),
    };
    return { caller, refusal: null };
  }

  private async remembered(name: string, ask: () => Promise<Identity>): Promise<Identity> {
    const now = this.nowMs();
    const before = this.known.get(name);
    if (before !== undefined && before.untilMs > now) return before.identity;
    const { generation } = this;
    const identity = await ask();
    if (generation !== this.generation) return identity;
    if (this.known.size >= MAX_KNOWN) this.known.clear(); // Asked again is all that this costs.
    const { caller } = identity;
    const ends = [caller?.sessionExpiresAtMs, caller?.keyExpiresAtMs].filter((ms) => typeof ms === 'number');
    this.known.set(name, { identity, untilMs: Math.min(now + KNOWN_FOR_MS, ...ends) });
    return identity;
  }
}

/** Only who holds the key itself is told. */
function refusalOf({ name, expiresAtMs, revokedAtMs, memberId, role }: HeldKey, nowMs: number): string | null {
  if (revokedAtMs !== null) return `The key "${name}" was revoked at ${new Date(revokedAtMs).toISOString()}.`;
  if (expiresAtMs !== null && expiresAtMs <= nowMs)
    return `The key "${name}" expired at ${new Date(expiresAtMs).toISOString()}: ask an administrator of your organisation for another.`;
  return memberId !== null && role === null ? `The key "${name}" is of somebody who is no member any more.` : null;
}

export function cookieOf(header: string | undefined): string | null {
  const cookies = (header ?? '').split(';').map((pair) => pair.trim());
  const own = cookies.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return own === undefined ? null : own.slice(SESSION_COOKIE.length + 1);
}
