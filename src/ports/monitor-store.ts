import type { Json } from '../core/detect/finding.js';

/** One version of a monitor as it was written. */
export interface StoredMonitor {
  readonly organisationId: string;
  readonly id: string;
  readonly version: number;
  /** What `monitorInputSchema` reads; null: it was removed. */
  readonly body: { readonly [key: string]: Json } | null;
  readonly atMs: number;
  /** Id of the key that did it. */
  readonly by: string;
}

export interface MonitorMatches {
  readonly monitorId: string;
  readonly count: number;
  readonly lastBlock: number;
  readonly lastAtMs: number;
  readonly lastAlertId: string;
  readonly lastIncidentId: string;
}

export interface MonitorFailures extends MonitorMatches {
  /** Of the last one. */
  readonly message: string;
}

export interface MonitorStore {
  /** Newest versions that are not removed, by id. Null: of every organisation. */
  current(organisationId: string | null): Promise<readonly StoredMonitor[]>;
  get(organisationId: string, id: string): Promise<StoredMonitor | null>;
  /** Newest first. */
  versions(organisationId: string, id: string): Promise<readonly StoredMonitor[]>;
  /** Appends the next version. Null where the expected one is not the newest any more: somebody else was faster. */
  append(monitor: Omit<StoredMonitor, 'version'>, expectedVersion: number | null): Promise<StoredMonitor | null>;
  /** Goes up with every change: what was read at the same position still holds. */
  position(): Promise<string>;
  /** What monitors raised so far; errors of theirs apart. */
  matches(organisationId: string): Promise<{ readonly matches: readonly MonitorMatches[]; readonly errors: readonly MonitorFailures[] }>;
}

export interface StoredBacktest {
  readonly id: string;
  readonly organisationId: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly request: Json;
  /** Blocks. */
  readonly done: number;
  readonly total: number;
  readonly createdAtMs: number;
  /** When the process that works on it last said so. */
  readonly atWorkMs: number;
  readonly problem: string | null;
  /** JSON, the same bytes for the same range. */
  readonly result: string | null;
}

export interface BacktestStore {
  begin(backtest: StoredBacktest): Promise<void>;
  /** False where it does not run any more, whoever ended it: nothing is written then. */
  save(backtest: StoredBacktest): Promise<boolean>;
  /** Says that these are at work. Returns those of them that still run. */
  beat(ids: readonly string[], nowMs: number): Promise<readonly string[]>;
  get(organisationId: string, id: string): Promise<StoredBacktest | null>;
  list(organisationId: string, limit: number): Promise<readonly StoredBacktest[]>;
  /** Ends those that nobody said to be at work since then: their process left them behind. */
  abandon(problem: string, silentSinceMs: number): Promise<void>;
}
