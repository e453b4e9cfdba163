import type { Address } from '../core/chain/block.js';

export interface StoredCheck {
  readonly id: string;
  readonly organisationId: string;
  readonly keyId: string;
  readonly atMs: number;
  /** As the caller named it; null: not at all. */
  readonly requestId: string | null;
  /** Of the request without its id: the same id for another request is a mistake. */
  readonly requestDigest: string;
  readonly request: string;
  readonly body: string;
}

/** What an organisation asked is seen by that organisation alone. */
export interface CheckStore {
  /** Idempotent by id; of one request id the first stays. */
  put(check: StoredCheck): Promise<void>;
  get(organisationId: string, id: string): Promise<StoredCheck | null>;
  byRequest(organisationId: string, requestId: string): Promise<StoredCheck | null>;
}

export interface StoredPolicy {
  readonly organisationId: string;
  readonly name: string;
  readonly body: string;
}

export interface PolicyStore {
  put(policy: StoredPolicy, atMs: number): Promise<void>;
  remove(organisationId: string, name: string): Promise<boolean>;
  all(): Promise<readonly StoredPolicy[]>;
}

export interface StoredOpinion {
  readonly id: string;
  /** Null: for everybody. */
  readonly organisationId: string | null;
  readonly chainId: number;
  readonly address: Address;
  readonly reasonId: string | null;
  readonly says: 'benign' | 'malicious';
  readonly comment: string | null;
  readonly checkId: string;
  readonly keyId: string;
  readonly atMs: number;
  readonly expiresAtMs: number;
}

export interface OpinionStore {
  put(opinions: readonly StoredOpinion[]): Promise<void>;
  /** Those that still hold. */
  standing(nowMs: number): Promise<readonly StoredOpinion[]>;
}

/** `unknown`: it was begun, and nothing tells how it ended; the process may have been killed. */
export type AuditOutcome = 'done' | 'refused' | 'unknown';

export interface AuditEntry {
  readonly atMs: number;
  readonly organisationId: string;
  readonly keyId: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string;
  /** `done` where it is left out. */
  readonly outcome?: AuditOutcome;
  /** Address that the call came from; left out: none, it came from the shell. */
  readonly origin?: string | undefined;
}

/** As it is kept: with its place, and with the name of the key where that is known. */
export interface AuditRow extends Omit<AuditEntry, 'origin'> {
  readonly position: string;
  readonly outcome: AuditOutcome;
  readonly keyName: string | null;
  readonly memberId: string | null;
  readonly origin: string | null;
}

export interface AuditFilter {
  /** The beginning of the action's name. */
  readonly action?: string;
  readonly keyId?: string;
  readonly outcome?: AuditOutcome;
}

export interface AuditStore {
  put(entry: AuditEntry): Promise<void>;
  /** Notes what is about to be done, before it is: nothing is done that the log does not show, wherever a process dies. Returns its position. */
  begin(entry: Omit<AuditEntry, 'outcome'>): Promise<string>;
  /** What became of it, in its place; null: nothing was done, and it goes. */
  settle(position: string, entry: AuditEntry | null): Promise<void>;
  /** Newest first. */
  list(organisationId: string, limit: number, before: string | null, filter?: AuditFilter): Promise<readonly AuditRow[]>;
}

export interface Screening {
  readonly id: string;
  readonly organisationId: string;
  readonly chainId: number;
  readonly state: 'running' | 'done' | 'failed';
  readonly total: number;
  readonly done: number;
  readonly createdAtMs: number;
  readonly problem: string | null;
}

export interface ScreeningRow {
  readonly row: number;
  readonly address: Address;
  /** Null: not screened yet. */
  readonly result: string | null;
}

export interface ScreeningStore {
  begin(screening: Screening, addresses: readonly Address[]): Promise<void>;
  get(organisationId: string, id: string): Promise<Screening | null>;
  running(): Promise<readonly Screening[]>;
  /** Rows without a result, in order. */
  open(id: string, limit: number): Promise<readonly ScreeningRow[]>;
  finish(id: string, rows: readonly { readonly row: number; readonly result: string }[]): Promise<void>;
  end(id: string, state: 'done' | 'failed', problem: string | null): Promise<void>;
  rows(id: string, after: number, limit: number): Promise<readonly ScreeningRow[]>;
}
