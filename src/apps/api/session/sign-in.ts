import { randomBytes } from 'node:crypto';
import type { SessionStore } from '../../../ports/access-store.js';
import { hashText } from '../../platform/hash-text.js';

const CODE_MS = 10 * 60_000;
const SESSION_MS = 30 * 86_400_000;
/** Codes that wait to be used; the oldest goes first. */
const MAX_CODES = 100;

/** Sessions of browsers, and the links that open one. Links live in this process only: it printed them. */
export class SignIn {
  private readonly codes = new Map<string, { readonly keyId: string; readonly untilMs: number }>();

  constructor(
    private readonly sessions: SessionStore,
    private readonly nowMs: () => number,
  ) {}

  /** A code that opens one session, once, within ten minutes. */
  newCode(keyId: string): string {
    const code = randomBytes(24).toString('base64url');
    this.codes.set(hashText(code), { keyId, untilMs: this.nowMs() + CODE_MS });
    const oldest = this.codes.size > MAX_CODES ? this.codes.keys().next().value : undefined;
    if (oldest !== undefined) this.codes.delete(oldest);
    return code;
  }

  /** The key that the code stands for; null where it was used, ran out or never was. */
  redeem(code: string): string | null {
    const hash = hashText(code);
    const found = this.codes.get(hash);
    this.codes.delete(hash);
    return found === undefined || found.untilMs <= this.nowMs() ? null : found.keyId;
  }

  /** The cookie of a new session: only its hash is kept. */
  async open(keyId: string): Promise<{ readonly cookie: string; readonly expiresAtMs: number; readonly lastsMs: number }> {
    const cookie = randomBytes(32).toString('base64url');
    const expiresAtMs = this.nowMs() + SESSION_MS;
    await this.sessions.put({ hash: hashText(cookie), keyId, expiresAtMs }, this.nowMs());
    return { cookie, expiresAtMs, lastsMs: SESSION_MS };
  }

  close(cookie: string): Promise<void> {
    return this.sessions.remove(hashText(cookie));
  }
}
