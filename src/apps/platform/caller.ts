import type { Scope } from '../../ports/access-store.js';

/** Who asks: the key behind a request or a socket. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly organisationId: string;
  readonly scopes: readonly Scope[];
  /** A browser's cookie travels by itself, so that its writes must come from our own pages. */
  readonly via: 'key' | 'session';
  readonly sessionExpiresAtMs: number | null;
}
