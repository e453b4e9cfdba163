import type { Role, Scope } from '../../ports/access-store.js';

/** Who asks: the key behind a request or a socket. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly organisationId: string;
  /** Whose key it is; null: a program's, of the organisation itself. */
  readonly memberId: string | null;
  /** The member's, now. */
  readonly role: Role | null;
  /** What is allowed now. */
  readonly scopes: readonly Scope[];
  /** When the key runs out; null: never. */
  readonly keyExpiresAtMs: number | null;
  /** A browser's cookie travels by itself, so that its writes must come from our own pages. */
  readonly via: 'key' | 'session';
  readonly sessionExpiresAtMs: number | null;
}

/** Who somebody is found to be. */
export interface Identity {
  readonly caller: Caller | null;
  /** What to tell who holds a key that was valid once; null: nothing is known of it. */
  readonly refusal: string | null;
}

export function isOperator({ scopes }: Pick<Caller, 'scopes'>): boolean {
  return scopes.includes('operator');
}
