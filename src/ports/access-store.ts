export const SCOPES = ['read', 'write', 'check', 'admin', 'operator'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiKey {
  readonly id: string;
  /** SHA-256 of the key; the key itself is shown once. */
  readonly hash: string;
  readonly name: string;
  readonly organisationId: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
}

export interface KeyStore {
  byHash(hash: string): Promise<ApiKey | null>;
  list(): Promise<readonly ApiKey[]>;
  put(key: ApiKey): Promise<void>;
  revoke(id: string, atMs: number): Promise<boolean>;
}

/** A sign-in of a browser. `hash` is of the cookie. */
export interface Session {
  readonly hash: string;
  readonly keyId: string;
  readonly expiresAtMs: number;
}

export interface SessionStore {
  /** Adds, and forgets those that ran out. */
  put(session: Session, nowMs: number): Promise<void>;
  /** Null where there is none that holds. */
  get(hash: string, nowMs: number): Promise<Session | null>;
  remove(hash: string): Promise<void>;
}
