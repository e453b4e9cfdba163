import type { Incident } from '../core/alert/alert.js';
import type { EscalationPolicy } from '../core/alert/escalation.js';
import type { AlertChange, OutboundEvent, TimelineEntry } from './control-store.js';

/** A policy at an incident that waits for somebody. */
export interface EscalationRun {
  readonly policy: EscalationPolicy;
  /** As the policy's organisation sees it. */
  readonly incident: Incident;
  readonly round: number;
  readonly startedAtMs: number;
  readonly stepsTold: number;
}

/** What a turn makes of a run. */
export interface EscalationTurn {
  readonly run: EscalationRun;
  readonly stepsTold: number;
  /** Content-derived, one a step: told once. */
  readonly changes: readonly (Pick<AlertChange, 'changeId' | 'events'> & { readonly timeline: readonly TimelineEntry[] })[];
  /** The incident's, after what was told. */
  readonly revision: number;
  /** Null: it goes on. */
  readonly ended: string | null;
}

export interface EscalationStore {
  list(organisationId: string): Promise<readonly EscalationPolicy[]>;
  get(organisationId: string, id: string): Promise<EscalationPolicy | null>;
  put(policy: EscalationPolicy, nowMs: number): Promise<void>;
  /** False where there is none. Its runs end. */
  remove(organisationId: string, id: string, nowMs: number): Promise<boolean>;
  /**
   * One turn of all policies, in one transaction and by one holder at a time: begins runs, ends those that nobody needs any more, tells the steps that are due.
   * Null where another process has its turn.
   */
  turn(nowMs: number, decide: (run: EscalationRun) => EscalationTurn): Promise<readonly OutboundEvent[] | null>;
}
