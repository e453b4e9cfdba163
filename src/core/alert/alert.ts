import type { Address, Hex } from '../chain/block.js';
import type { Finding, Severity, Stage } from '../detect/finding.js';

export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved', 'false_positive', 'withdrawn'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

export const FINALITIES = ['seen', 'safe', 'finalized', 'withdrawn'] as const;
export type Finality = (typeof FINALITIES)[number];

/** A finding that people are told of. Its id is the finding's. */
export interface Alert {
  readonly id: Hex;
  readonly incidentId: string;
  readonly finding: Finding;
  readonly status: AlertStatus;
  readonly finality: Finality;
  readonly alertedAtMs: number;
  /** Grows with every change that is told outside; part of the webhook id. */
  readonly revision: number;
  /** As an organisation sees it: the suppression that keeps it silent; absent where it is not asked for one. */
  readonly suppressedBy?: string | null;
}

/** Alerts of one story: attacker, victim and stage on one chain, within a window. Its key holds no block hash. */
export interface Incident {
  readonly id: string;
  /** Of the finding that opened it. */
  readonly key: string;
  /** Of all its findings: what comes under one of them belongs here. */
  readonly keys: readonly string[];
  /** Null: of the catalogue, every organisation sees it; else of the one whose monitor raised it. */
  readonly organisationId: string | null;
  /** The only channels that hear of it, of the organisation whose monitor raised it; null: each decides by its own filter. */
  readonly channels: readonly string[] | null;
  readonly chainId: number;
  /** Null: from before stages were kept. */
  readonly stage: Stage | null;
  readonly attacker: Address | null;
  readonly victim: Address | null;
  /** Who acts in it, and where its money is said to come from: by these other stages of the same attack are found. */
  readonly actors: readonly Address[];
  readonly origins: readonly Address[];
  readonly title: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
  /** Wall clock: since when it waits for somebody. Newly opened, or more severe than it was. */
  readonly waitingSinceMs: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly alertCount: number;
  readonly maxRisk: number | null;
  readonly subject: { readonly address: Hex; readonly role: string };
  readonly revision: number;
  /** What people decided beside the status; absent until someone did. */
  readonly triage?: Triage;
}

export interface Triage {
  readonly assignee: string | null;
  /** Wall clock; null: not muted. */
  readonly mutedUntilMs: number | null;
  readonly muteReason?: string | null;
  readonly feedback?: Verdict | null;
  /** Wall clock of the status; absent: it was never decided. */
  readonly decidedAtMs?: number;
  /** As an organisation sees it: of its own last decision; what `undo` names. */
  readonly stateRevision?: number;
}

export const VERDICTS = ['true_positive', 'false_positive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The most keys and actors that an incident keeps; beyond, findings that share none of the kept ones open another. */
export const MOST_KEYS = 500;
export const MOST_ACTORS = 100;
