import type { Address } from '../core/chain/block.js';
import type { CanaryMode, ChannelKind, DeliveryState } from '../core/deliver/delivery.js';
import type { Severity } from '../core/detect/finding.js';
import type { ResponseSettings } from '../core/respond/response.js';

export interface ChannelSecret {
  readonly value: string;
  /** Null: until it is rotated. */
  readonly expiresAtMs: number | null;
}

/** Where an organisation wants to hear of alerts. */
export interface Channel {
  /** Unique within the organisation. */
  readonly id: string;
  readonly organisationId: string;
  readonly kind: ChannelKind;
  /** By kind: a URL, a chat id, addresses joined by commas. May hold a secret (Slack, Discord): never shown as it is. */
  readonly target: string;
  /** Another server of the same API: of Telegram's bots. */
  readonly apiUrl: string | null;
  /** `whsec_…`; two while one is rotated. Never shown again after creation. */
  readonly secrets: readonly ChannelSecret[];
  /** Name of a secret that the organisation stored. */
  readonly secretRef: string | null;
  readonly minSeverity: Severity;
  readonly enabled: boolean;
  /** Collects messages and tells them together; critical ones go at once. */
  readonly digest: { readonly everyS: number } | null;
  /** At most one message about the same incident within it. */
  readonly minGapS: number | null;
  readonly ratePerMinute: number | null;
  /** Only these; null: all. */
  readonly chains: readonly number[] | null;
  readonly addresses: readonly Address[] | null;
  readonly canary: CanaryMode;
  /** Of the kind response; null: of another. */
  readonly response: ResponseSettings | null;
  readonly createdAtMs: number;
}

export interface ChannelStore {
  /** Of an organisation; null: of all. */
  list(organisationId: string | null): Promise<readonly Channel[]>;
  get(organisationId: string, id: string): Promise<Channel | null>;
  put(channel: Channel): Promise<void>;
  /** What still waits for it becomes dead, with its reason: a later channel of this id is another one. */
  remove(organisationId: string, id: string): Promise<void>;
}

export interface StoredSecret {
  readonly name: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs: number | null;
}

/** Values go in and come out only where something is sent. */
export interface SecretStore {
  list(organisationId: string): Promise<readonly StoredSecret[]>;
  /** Null where there is none, or it has expired. */
  value(organisationId: string, name: string, nowMs: number): Promise<string | null>;
  put(organisationId: string, name: string, value: string, expiresAtMs: number | null, nowMs: number): Promise<void>;
  remove(organisationId: string, name: string): Promise<boolean>;
}

/** Tell it together with others of the same bundle. */
export type Hold =
  | { readonly kind: 'digest'; readonly everyMs: number }
  /** Only within `gapMs` of the last message about the incident, unless urgent or worse than that one. */
  | { readonly kind: 'gap'; readonly gapMs: number; readonly isUrgent: boolean };

export interface OutboxDraft {
  /** The webhook-id: hash of (alert id, type, revision, channel). */
  readonly id: string;
  readonly organisationId: string;
  readonly channelId: string;
  readonly type: string;
  readonly body: string;
  readonly incidentId: string | null;
  readonly severity: Severity | null;
  readonly createdAtMs: number;
  readonly hold: Hold | null;
}

export interface OutboxMessage extends Omit<OutboxDraft, 'hold'> {
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  readonly retryUntilMs: number;
  readonly state: DeliveryState;
  readonly lastError: string | null;
  readonly deliveredAtMs: number | null;
  readonly heldUntilMs: number | null;
  readonly bundledIn: string | null;
  readonly fence: number;
}

/** What was sent and what came back, without secrets. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Cut at 4 KB. */
    readonly body: string;
  } | null;
  readonly latencyMs: number;
  readonly error: string | null;
}

export interface DeliveryAttempt {
  readonly atMs: number;
  readonly result: 'delivered' | 'retry' | 'dead';
  readonly reason: string | null;
  readonly exchange: Exchange | null;
}

/** How a claimed message goes on. */
export type Settlement =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly error: string; readonly nextAttemptAtMs: number }
  | { readonly kind: 'dead'; readonly error: string };

export interface OutboxFilter {
  /** Null: of all. */
  readonly organisationId: string | null;
  readonly channelId?: string;
  readonly state?: DeliveryState;
  readonly incidentId?: string;
  /** Those older than this message. */
  readonly before?: string;
}

/** How things stand with one channel. */
export interface OutboxSummary {
  readonly channelId: string;
  readonly pending: number;
  readonly held: number;
  readonly dead: number;
  /** The newest that was tried. */
  readonly last: OutboxMessage | null;
}

export interface OutboxStore {
  /** Adds, in order; an id that is there already is left as it is. */
  enqueue(drafts: readonly OutboxDraft[]): Promise<void>;
  /** Claims the oldest pending message of each channel that is due, not claimed and within its pace, for `leaseMs`: order a channel is kept. */
  claimDue(nowMs: number, limit: number, leaseMs: number): Promise<readonly OutboxMessage[]>;
  /**
   * Says how a claimed message ended and keeps the attempt. False where the claim was lost: somebody else has it now, and nothing is changed.
   * `pauseUntilMs`: the destination wants to hear nothing before.
   */
  settle(
    claim: Pick<OutboxMessage, 'id' | 'fence'>,
    settlement: Settlement,
    attempt: DeliveryAttempt,
    pauseUntilMs: number | null,
  ): Promise<boolean>;
  /** Tells what was held long enough: one alone as itself, several as the message that `compose` makes of them. Returns how many messages may go. */
  release(nowMs: number, compose: (members: readonly OutboxMessage[]) => OutboxDraft): Promise<number>;
  /** Waiting to be sent; what is held does not wait. */
  pending(): Promise<number>;
  get(organisationId: string, id: string): Promise<OutboxMessage | null>;
  /** Newest first. */
  attempts(id: string): Promise<readonly DeliveryAttempt[]>;
  /** Newest first. */
  list(filter: OutboxFilter, limit: number): Promise<readonly OutboxMessage[]>;
  /** Of each channel that is there, by its id. */
  summary(organisationId: string): Promise<readonly OutboxSummary[]>;
  /** Sends dead messages again under their ids, as if they were new; of all organisations with null. Returns how many. */
  replay(
    which: { readonly organisationId: string | null; readonly id?: string; readonly channelId?: string },
    nowMs: number,
  ): Promise<number>;
  /** Gives up what no channel is there for, and forgets what ended before the given moments. */
  prune(deliveredBeforeMs: number, deadBeforeMs: number): Promise<void>;
}
