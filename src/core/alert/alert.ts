import type { Hex } from '../chain/block.js';
import type { Finding, Severity } from '../detect/finding.js';

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
}

/** Alerts of one story: same chain, same detector family, same subject, within a window. Its key holds no block hash. */
export interface Incident {
  readonly id: string;
  readonly key: string;
  /** Null: of the catalogue, every organisation sees it; else of the one whose monitor raised it. */
  readonly organisationId: string | null;
  readonly chainId: number;
  readonly title: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
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
}
