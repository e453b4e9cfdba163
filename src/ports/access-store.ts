export const SCOPES = ['read', 'write', 'check', 'admin', 'operator'] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = ['owner', 'admin', 'analyst', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What keys of a member may do at most. `operator` is of the service, and of no organisation: no role brings it. */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['read', 'write', 'check', 'admin'],
  admin: ['read', 'write', 'check', 'admin'],
  analyst: ['read', 'write', 'check'],
  viewer: ['read'],
};

export interface Organisation {
  /** A slug. */
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
}

/** The organisation that is always there; the first key is its. */
export const DEFAULT_ORGANISATION = 'default';

export interface OrganisationStore {
  list(): Promise<readonly Organisation[]>;
  get(id: string): Promise<Organisation | null>;
  /** False where the id is taken. */
  add(organisation: Organisation): Promise<boolean>;
}

export interface Member {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAtMs: number;
}

/** `last-owner`: an organisation that had an owner keeps one. */
export type MemberChange =
  | { readonly kind: 'done'; readonly member: Member }
  | { readonly kind: 'missing' }
  | { readonly kind: 'last-owner' };

export interface MemberStore {
  list(organisationId: string): Promise<readonly Member[]>;
  get(organisationId: string, id: string): Promise<Member | null>;
  /** False where somebody has the e-mail address already. */
  add(member: Member): Promise<boolean>;
  change(organisationId: string, id: string, to: { readonly name?: string; readonly role?: Role }): Promise<MemberChange>;
  /** Takes the member's keys along. */
  remove(organisationId: string, id: string, atMs: number): Promise<MemberChange>;
}

export interface ApiKey {
  readonly id: string;
  /** SHA-256 of the key; the key itself is shown once. */
  readonly hash: string;
  readonly name: string;
  readonly organisationId: string;
  /** As given; a member's role may allow less, see `allowedScopes`. */
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  /** Whose it is; null: a program's, of the organisation itself. */
  readonly memberId: string | null;
  /** Some minutes behind; null: never used. */
  readonly lastUsedAtMs: number | null;
}

/** A key together with the role that its member has now; null without a member, and where the member is gone. */
export interface HeldKey extends ApiKey {
  readonly role: Role | null;
}

/** What a key may do now: never more than its member's role allows, and nothing once the member is gone. */
export function allowedScopes({ scopes, memberId, role }: Pick<HeldKey, 'scopes' | 'memberId' | 'role'>): readonly Scope[] {
  if (memberId === null) return scopes;
  return role === null ? [] : scopes.filter((scope) => SCOPES_OF_ROLE[role].includes(scope));
}

export interface KeyStore {
  /** Also one that was revoked or ran out: who asks decides what to say of it. */
  byHash(hash: string): Promise<HeldKey | null>;
  get(id: string): Promise<HeldKey | null>;
  /** Oldest first; of all organisations where none is named. */
  list(organisationId?: string): Promise<readonly HeldKey[]>;
  put(key: ApiKey): Promise<void>;
  revoke(id: string, atMs: number): Promise<boolean>;
  /** It was used at that moment. */
  touch(id: string, atMs: number): Promise<void>;
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
