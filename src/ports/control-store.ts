import type { Alert, AlertStatus, Finality, Incident } from '../core/alert/alert.js';
import type { OwnViews } from '../core/alert/own-view.js';
import type { Address, Hex } from '../core/chain/block.js';
import type { BlockRef } from '../core/chain/chain-event.js';
import type { Label } from '../core/detect/detector.js';
import type { Json, Severity } from '../core/detect/finding.js';
import type { KeyStore, MemberStore, OrganisationStore, SessionStore } from './access-store.js';
import type { CanaryStore } from './canary-store.js';
import type { AuditStore, CheckStore, OpinionStore, PolicyStore, ScreeningStore } from './check-store.js';
import type { ChannelStore, OutboxStore, SecretStore } from './delivery-store.js';
import type { EscalationStore } from './escalation-store.js';
import type { HeardSubjects, IncidentStore, SuppressionStore } from './incident-store.js';
import type { BacktestStore, MonitorStore } from './monitor-store.js';
import type { ProtocolStore } from './protocol-store.js';
import type { ResponseStore } from './response-store.js';

/** One writer a chain. `fence` grows with every new holder; a write with an old fence is refused (StaleFence → FatalError). */
export interface Lease {
  readonly chainId: number;
  readonly holder: string;
  readonly fence: number;
}

export interface LeaseStore {
  /** Null while another holder's lease has not run out. */
  acquire(chainId: number, holder: string, ttlMs: number): Promise<Lease | null>;
  /** False where the lease was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
}

export interface ChainBinding {
  readonly chainId: number;
  readonly genesisHash: Hex | null;
}

export interface CursorStore {
  /** Binds a store to a chain's genesis at first sight; returns what is bound. */
  bindGenesis(chainId: number, genesisHash: Hex | null): Promise<ChainBinding>;
  /** The newest blocks that ingest put into the log, newest first: enough to find the fork point of a reorg after a restart. */
  recentBlocks(chainId: number, limit: number): Promise<readonly BlockRef[]>;
  /** Records blocks as published and forgets those above `truncateAbove` and older than 256 behind, fenced by the lease. */
  advance(lease: Lease, published: readonly BlockRef[], truncateAbove: number | null): Promise<void>;
  /** The block up to which a stage's outputs are durable; null: nothing yet. */
  checkpoint(stage: 'analyse' | 'alert' | 'deliver', chainId: number): Promise<BlockRef | null>;
  setCheckpoint(stage: 'analyse' | 'alert' | 'deliver', ref: BlockRef | null, chainId: number): Promise<void>;
}

export interface SnapshotStore {
  /** Replaces the snapshot of a chain; older ones are removed after the new one is durable. */
  save(chainId: number, ref: BlockRef, bytes: Uint8Array): Promise<void>;
  load(chainId: number): Promise<{ readonly ref: BlockRef; readonly bytes: Uint8Array } | null>;
  clear(chainId: number): Promise<void>;
}

/** Something told outside, in the order it happened; `cursor` orders all and is what a socket resumes after. */
export interface OutboundEvent {
  readonly cursor: string;
  /** Null: for every organisation. */
  readonly organisationId: string | null;
  /** The only channels that hear of it; null: each channel decides by its own filter. */
  readonly channels: readonly string[] | null;
  readonly chainId: number;
  readonly type: (typeof EVENT_TYPES)[number];
  readonly blockNumber: number;
  readonly severity: Severity | null;
  readonly addresses: readonly Address[];
  readonly payload: Json;
  /** What organisations see otherwise (`payloadFor`): never told to another than the one it is of. */
  readonly own?: OwnViews | null;
}

export const EVENT_TYPES = [
  'alert.created',
  /** `change` says what: `finality` alone is worth no interruption. */
  'alert.updated',
  'alert.withdrawn',
  'incident.opened',
  'incident.updated',
  'incident.acknowledged',
  'incident.escalated',
  /** Also as a false positive; the status says which. */
  'incident.resolved',
  /** None of its alerts stands any more. */
  'incident.withdrawn',
  'block',
  'gap',
  /** Nothing happened: it goes through every channel to see that what happens would. */
  'canary',
] as const;

export interface AlertFilter {
  /** What this organisation may see, as it sees it; left out: everything. */
  readonly visibleTo?: string;
  /** Those that a suppression of the organisation keeps silent, or the others; needs `visibleTo`. */
  readonly isSuppressed?: boolean;
  readonly chainId?: number;
  readonly severity?: Severity;
  readonly detectorId?: string;
  readonly address?: Address;
  readonly status?: AlertStatus;
  readonly incidentId?: string;
  readonly transactionHash?: Hex;
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** What the alert stage changes for one block, applied in one transaction together with its checkpoint. */
export interface AlertChange {
  readonly chainId: number;
  /** New position of the stage. */
  readonly checkpoint: BlockRef | null;
  readonly incidents: readonly Incident[];
  readonly alerts: readonly Alert[];
  readonly events: readonly Omit<OutboundEvent, 'cursor'>[];
  /** Said of incidents, beside what their alerts say themselves. */
  readonly timeline?: readonly TimelineEntry[];
  /** Content-derived, one for each input: a change that was already applied is not applied again; its events come back as they were. */
  readonly changeId: string;
}

export interface AlertStore {
  /** Applies changes in order, one transaction; returns the events with their cursors. Idempotent by changeId. `nowMs`: for what people made run out by the clock. */
  apply(changes: readonly AlertChange[], nowMs?: number): Promise<readonly OutboundEvent[]>;
  /** Of each key, the incident to which it came last, for grouping. */
  incidentsByKey(keys: readonly string[]): Promise<ReadonlyMap<string, Incident>>;
  incidentsByIds(ids: readonly string[]): Promise<readonly Incident[]>;
  /** Alerts of incidents that were not withdrawn. */
  standingAlerts(incidentIds: readonly string[]): Promise<readonly Alert[]>;
  alertsOfBlock(chainId: number, blockHash: Hex): Promise<readonly Alert[]>;
  alertsByIds(ids: readonly Hex[]): Promise<readonly Alert[]>;
  /** Alerts whose finality is behind: of blocks at or below `number` that are `seen` (or `safe`). */
  alertsBelow(chainId: number, number: number, finality: readonly Finality[]): Promise<readonly Alert[]>;
  /** As the organisation sees it, null where it may not; of none: as it is. */
  alert(id: Hex, visibleTo?: string): Promise<Alert | null>;
  alerts(filter: AlertFilter, limit: number, cursor: string | null): Promise<Page<Alert>>;
  incident(id: string, visibleTo?: string): Promise<Incident | null>;
  incidents(
    filter: { readonly visibleTo?: string; readonly chainId?: number; readonly status?: AlertStatus; readonly severity?: Severity },
    limit: number,
    cursor: string | null,
  ): Promise<Page<Incident>>;
  /** Everyone's entries, and those of the organisation; of none: all. */
  timeline(incidentId: string, visibleTo?: string): Promise<readonly TimelineEntry[]>;
  addTimeline(entry: TimelineEntry): Promise<void>;
  /**
   * Changes one incident for everyone, as it is at that moment, while nothing else writes incidents: neither this change nor the pipeline's is lost.
   * A changed status holds for its alerts too. Returns the events with their cursors; null where there is no such incident.
   */
  changeIncident(id: string, decide: (incident: Incident) => IncidentChange): Promise<readonly OutboundEvent[] | null>;
  /** Of what the organisation may see; left out: of everything. */
  openIncidents(visibleTo?: string): Promise<readonly OpenIncidents[]>;
  /** Events after a cursor, in order. `null` cursor: the newest `limit`. */
  eventsAfter(cursor: string | null, limit: number): Promise<readonly OutboundEvent[]>;
  latestCursor(): Promise<string>;
  /** The oldest event that is still kept; null where there is none. */
  oldestCursor(): Promise<string | null>;
  counts(visibleTo?: string): Promise<{ readonly alerts: number; readonly incidents: number; readonly open: number }>;
}

/** What a person's decision makes of an incident. */
export interface IncidentChange {
  readonly incident: Incident;
  readonly events: AlertChange['events'];
  readonly timeline: readonly TimelineEntry[];
}

export interface OpenIncidents {
  readonly chainId: number;
  readonly severity: Severity;
  readonly status: 'open' | 'acknowledged';
  readonly count: number;
}

export interface TimelineEntry {
  readonly incidentId: string;
  /** Whose it is; absent or null: everyone's. */
  readonly organisationId?: string | null;
  readonly atMs: number;
  readonly kind:
    | 'opened'
    | 'alert'
    | 'acknowledged'
    | 'assigned'
    | 'muted'
    | 'resolved'
    | 'feedback'
    | 'withdrawn'
    | 'reopened'
    | 'undone'
    | 'severity-raised'
    | 'severity-lowered'
    | 'suppressed'
    | 'suppression-lifted'
    | 'escalated'
    | 'escalation-spent'
    | 'delivered'
    | 'delivery-failed';
  readonly actor: string | null;
  readonly text: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly stage: string;
  readonly chainId: number | null;
  readonly blockNumber: number | null;
  readonly reason: string;
  readonly detail: string;
  /** The input as text, cut at 64 KB. */
  readonly payload: string;
  readonly atMs: number;
  /** When somebody asked that it be taken in again; null: nobody waits for that. */
  readonly requestedAtMs: number | null;
  readonly replayedAtMs: number | null;
}

export interface DeadLetterStore {
  /** Idempotent by id. */
  put(letter: DeadLetter): Promise<void>;
  list(limit: number, cursor: string | null): Promise<Page<DeadLetter>>;
  get(id: string): Promise<DeadLetter | null>;
  /** Asks whoever reads the chain to take the input in again. False where there is no such letter. */
  request(id: string, atMs: number): Promise<boolean>;
  /** What is asked for of a chain, oldest request first. */
  requested(chainId: number): Promise<readonly DeadLetter[]>;
  /** It could not be used this time either: the request is over, and the letter says why. */
  refuse(id: string, reason: string, detail: string): Promise<void>;
  markReplayed(id: string, atMs: number): Promise<void>;
  count(): Promise<number>;
}

/** A label and whose it is; null: everybody's. */
export interface OwnedLabel extends Label {
  readonly organisationId: string | null;
}

export type LabelKey = Pick<OwnedLabel, 'address' | 'category' | 'source' | 'chainId' | 'organisationId'>;

export interface LabelStore {
  /** Adds or replaces by (address, category, source, chain), for everybody or for one organisation. */
  put(labels: readonly Label[], organisationId?: string | null): Promise<void>;
  /** Those for everybody: what detectors see. */
  all(): Promise<readonly Label[]>;
  /** What an organisation sees, everybody's and its own, in order of address, from behind the given label on. */
  page(organisationId: string, limit: number, after: LabelKey | null): Promise<readonly OwnedLabel[]>;
  of(organisationId: string, address: Address): Promise<readonly OwnedLabel[]>;
}

/** Control data: PostgreSQL, embedded or a server. */
export interface ControlStore {
  readonly leases: LeaseStore;
  readonly cursors: CursorStore;
  readonly snapshots: SnapshotStore;
  readonly alerts: AlertStore;
  readonly channels: ChannelStore;
  readonly outbox: OutboxStore;
  readonly canaries: CanaryStore;
  readonly responses: ResponseStore;
  readonly secrets: SecretStore;
  readonly organisations: OrganisationStore;
  readonly members: MemberStore;
  readonly keys: KeyStore;
  readonly sessions: SessionStore;
  readonly checks: CheckStore;
  readonly checkPolicies: PolicyStore;
  readonly opinions: OpinionStore;
  readonly audit: AuditStore;
  readonly screenings: ScreeningStore;
  readonly deadLetters: DeadLetterStore;
  readonly labels: LabelStore;
  readonly incidents: IncidentStore;
  readonly suppressions: SuppressionStore;
  readonly escalations: EscalationStore;
  readonly heard: HeardSubjects;
  readonly monitors: MonitorStore;
  readonly backtests: BacktestStore;
  readonly protocols: ProtocolStore;
  /** Small settings: signing key id, devnet state, saved checks. */
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  /** Removes all that belongs to a chain: its cursor, alerts, incidents and events. Keys, channels and labels stay. */
  forgetChain(chainId: number): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
