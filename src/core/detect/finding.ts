import type { Address, Hex } from '../chain/block.js';

/** Lowest first; the rules are in decisions/0006-severity.md. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Where in an attack's life a detector helps. `score` is the anomaly score's own, `operate` the service's own state, `watch` what a user's monitor matches. */
export const STAGES = ['fund', 'prepare', 'exploit', 'launder', 'user', 'govern', 'score', 'operate', 'watch'] as const;
export type Stage = (typeof STAGES)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Party {
  readonly address: Address;
  /** victim, attacker, spender, token, contract, … */
  readonly role: string;
}

/** One sentence of why, with what was seen and what is usual where it is a number. */
export interface Reason {
  readonly id: string;
  readonly text: string;
  readonly feature?: string;
  readonly value?: number;
  readonly usual?: string;
  /** What it adds to the score’s −log10 p. */
  readonly change?: number;
}

/** Who wrote the monitor that raised a finding, and where it goes. Nobody else sees the finding. */
export interface MonitorOrigin {
  readonly organisationId: string;
  readonly monitorId: string;
  readonly version: number;
  /** Ids of the organisation's channels; no other channel hears of it. Null: each of the organisation's decides by its own filter. */
  readonly channels: readonly string[] | null;
}

/** What a detector says of one transaction: the value of a `findings.v1` record's list. */
export interface Finding {
  /** Derived from content (chain, block hash, transaction index, detector, subject, ordinal): redelivery makes the same id. */
  readonly id: Hex;
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly transactionHash: Hex | null;
  /** -1 where the finding is not of one transaction. */
  readonly transactionIndex: number;
  readonly detectorId: string;
  readonly detectorVersion: number;
  readonly stage: Stage;
  readonly severity: Severity;
  /** 0–100; null where the transaction was not scored. */
  readonly risk: number | null;
  readonly title: string;
  readonly summary: string;
  readonly subject: Party;
  readonly parties: readonly Party[];
  readonly reasons: readonly Reason[];
  readonly evidence: { readonly [key: string]: Json };
  readonly modelId: string | null;
  readonly rulesVersion: string;
  /** Seconds since the epoch. */
  readonly blockTimestamp: number;
  readonly seenAtMs: number;
  readonly analysedAtMs: number;
  /** When the block's scores were there; absent where nothing was scored. */
  readonly scoredAtMs?: number;
  /** Absent: raised by the catalogue, and seen by every organisation. */
  readonly monitor?: MonitorOrigin;
}
