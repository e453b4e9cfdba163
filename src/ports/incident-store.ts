import type { Incident } from '../core/alert/alert.js';
import type { OwnState } from '../core/alert/own-state.js';
import type { Suppression } from '../core/alert/suppression.js';
import type { Address } from '../core/chain/block.js';
import type { AlertChange, OutboundEvent, TimelineEntry } from './control-store.js';

/** An incident at the moment of a decision, and what one organisation made of it until then. */
export interface DecidedOn {
  /** As it is for everyone. */
  readonly incident: Incident;
  readonly own: OwnState | null;
  readonly everyone: OwnState | null;
}

/** What an organisation's decision makes of an incident, for itself alone. */
export interface OwnDecision {
  readonly state: OwnState;
  readonly events: AlertChange['events'];
  readonly timeline: readonly TimelineEntry[];
  /** A standing order that comes with it. */
  readonly suppression?: Suppression;
  /** One that was made by a decision that is taken back. */
  readonly lift?: { readonly suppressionId: string; readonly by: string; readonly atMs: number };
}

/** What the alerts of an incident are of: what a mute or a suppression may name. */
export interface IncidentScope {
  readonly detectorIds: readonly string[];
  readonly addresses: readonly Address[];
}

/** Incidents as organisations decide on them. */
export interface IncidentStore {
  /**
   * One decision, while nothing else writes incidents: neither it nor the pipeline's changes are lost. Null where the organisation sees no such incident.
   * What `decide` throws leaves everything as it was.
   */
  decide(organisationId: string, id: string, decide: (on: DecidedOn) => OwnDecision): Promise<readonly OutboundEvent[] | null>;
  scope(id: string): Promise<IncidentScope>;
  /** Others of the same attackers, newest first, as the organisation sees them. */
  related(id: string, visibleTo: string, limit: number): Promise<readonly Incident[]>;
  /** Events of changes that were committed and may not be in the log: `olderThanMs` leaves those alone that somebody is about to put there. */
  untold(olderThanMs: number, limit: number): Promise<readonly { readonly changeId: string; readonly events: readonly OutboundEvent[] }[]>;
  /** They are in the log. */
  markTold(changeIds: readonly string[]): Promise<void>;
}

export interface SuppressionStore {
  /** A standing order of its own; an entry of the timeline where it comes from an incident. */
  put(suppression: Suppression): Promise<void>;
  /** Those that still hold, newest first: the organisation's and everyone's. */
  list(organisationId: string, nowMs: number, limit: number, after: string | null): Promise<readonly Suppression[]>;
  get(organisationId: string, id: string): Promise<Suppression | null>;
  /** False where it was lifted already. */
  lift(id: string, by: string, atMs: number): Promise<boolean>;
}

export interface HeardSubject {
  readonly subjectId: string;
  readonly organisationId: string;
  readonly channelId: string;
}

/** Which channels heard of an alert or an incident: the same ones hear how it ends, whatever their filter says by then. */
export interface HeardSubjects {
  /** Again is harmless. */
  remember(heard: readonly (HeardSubject & { readonly chainId: number })[], nowMs: number): Promise<void>;
  of(subjectIds: readonly string[]): Promise<readonly HeardSubject[]>;
}
