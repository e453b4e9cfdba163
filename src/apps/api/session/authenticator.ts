import type { ApiKey } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { hashText } from '../../platform/hash-text.js';

export const SESSION_COOKIE = 'tocsin_session';

/** Within this time a key that another process revoked still opens; one revoked here stops at once. */
const KNOWN_FOR_MS = 5_000;
const MAX_KNOWN = 1_000;

interface Known {
  readonly caller: Caller | null;
  readonly untilMs: number;
}

/** Tells who is behind a key or a cookie. Keeps answers for a moment: the store has other work than the same question again and again. */
export class Authenticator {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly control: Pick<ControlStore, 'keys' | 'sessions'>,
    private readonly nowMs: () => number,
  ) {}

  byKey(key: string): Promise<Caller | null> {
    const hash = hashText(key);
    return this.remembered(`key:${hash}`, async () => {
      const found = await this.control.keys.byHash(hash);
      return found === null ? null : callerOf(found, 'key', null);
    });
  }

  bySession(cookie: string): Promise<Caller | null> {
    const hash = hashText(cookie);
    return this.remembered(`session:${hash}`, async () => {
      const session = await this.control.sessions.get(hash, this.nowMs());
      if (session === null) return null;
      const key = (await this.control.keys.list()).find(({ id, revokedAtMs }) => id === session.keyId && revokedAtMs === null);
      return key === undefined ? null : callerOf(key, 'session', session.expiresAtMs);
    });
  }

  /** `Authorization` counts before the cookie; a wrong key is not made good by a cookie. */
  async from(headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined }): Promise<Caller | null> {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (headers.authorization !== undefined) return bearer === undefined ? null : this.byKey(bearer);
    const cookie = cookieOf(headers.cookie);
    return cookie === null ? null : this.bySession(cookie);
  }

  /** After a key or a session was changed here. */
  forget(): void {
    this.known.clear();
  }

  private async remembered(name: string, ask: () => Promise<Caller | null>): Promise<Caller | null> {
    const now = this.nowMs();
    const before = this.known.get(name);
    if (before !== undefined && before.untilMs > now) return before.caller;
    const caller = await ask();
    if (this.known.size >= MAX_KNOWN) this.known.clear(); // Asked again is all that this costs.
    const untilMs = Math.min(now + KNOWN_FOR_MS, caller?.sessionExpiresAtMs ?? Number.POSITIVE_INFINITY);
    this.known.set(name, { caller, untilMs });
    return caller;
  }
}

function callerOf(key: ApiKey, via: Caller['via'], sessionExpiresAtMs: number | null): Caller {
  return { keyId: key.id, name: key.name, organisationId: key.organisationId, scopes: key.scopes, via, sessionExpiresAtMs };
}

export function cookieOf(header: string | undefined): string | null {
  const cookies = (header ?? '').split(';').map((pair) => pair.trim());
  const own = cookies.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return own === undefined ? null : own.slice(SESSION_COOKIE.length + 1);
}
