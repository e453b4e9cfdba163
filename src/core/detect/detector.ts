import type { Address, CodeFact, Transaction } from '../chain/block.js';
import type { DecodedTransaction } from '../chain/decoded.js';
import type { Json, Party, Reason, Severity, Stage } from './finding.js';
import type { ContractHistory } from './history.js';
import type { Trigger } from './triggers.js';

/** A label of an address: who says so, how sure, and when it began to hold. */
export interface Label {
  readonly address: Address;
  readonly category: LabelCategory;
  readonly source: string;
  /** 0–1. */
  readonly confidence: number;
  readonly name: string | null;
  /** Null: every chain. */
  readonly chainId: number | null;
}

export const LABEL_CATEGORIES = [
  'sanctioned',
  'exploiter',
  'drainer',
  'phishing',
  'scam',
  'mixer',
  'no-kyc-swap',
  'bridge',
  'exchange',
  'custodian',
  'defi',
  'stablecoin',
  'token',
  'mev',
  'oracle',
  'other',
] as const;
export type LabelCategory = (typeof LABEL_CATEGORIES)[number];

/** Categories that make an address dangerous to deal with. */
export const FLAGGED_CATEGORIES: readonly LabelCategory[] = ['sanctioned', 'exploiter', 'drainer', 'phishing', 'scam'];

/** A transaction as detectors see it: decoded once a block. */
export interface InspectedTransaction extends Transaction {
  readonly decoded: DecodedTransaction;
}

/** Everything that a detector may ask; answers are as of the previous transaction, and the same on every replay. */
export interface DetectContext {
  readonly chainId: number;
  readonly blockNumber: number;
  /** Seconds since the epoch: the block's time, never the wall clock. */
  readonly timestamp: number;
  codeOf(address: Address): CodeFact;
  labelsOf(address: Address): readonly Label[];
  /** USD for one whole unit; null where unknown. Decimals null: unknown token. */
  priceUsdOf(token: Address): number | null;
  decimalsOf(token: Address): number | null;
  readonly history: ContractHistory;
}

/** What a detector returns; the engine adds ids, the transaction and the versions. */
export interface Detection {
  readonly severity: Severity;
  readonly subject: Party;
  readonly parties?: readonly Party[];
  readonly summary: string;
  readonly reasons?: readonly Reason[];
  readonly evidence: { readonly [key: string]: Json };
}

interface DetectorFacts {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly maturity: 'stable' | 'experimental';
  /** Name of the attack class. */
  readonly attack: string;
  readonly stage: Stage;
  /** Inputs without which it cannot speak; where missing, coverage says so and it stays silent. */
  readonly needs: readonly ('logs' | 'trace')[];
  /** It has nothing to say of a transaction that has none of these, and is not asked; left out: it is always asked. */
  readonly on?: readonly Trigger[];
}

export interface Detector extends DetectorFacts {
  inspect(tx: InspectedTransaction, ctx: DetectContext): readonly Detection[];
}

export interface DetectorDefinition<P> extends DetectorFacts {
  readonly params: P;
  inspect(tx: InspectedTransaction, ctx: DetectContext, params: P): readonly Detection[];
}

/** Metadata and logic in one typed literal. Detectors are pure: no I/O, no clock, no state of their own. */
export function defineDetector<P>(definition: DetectorDefinition<P>): Detector & { readonly params: P } {
  return { ...definition, inspect: (tx, ctx) => definition.inspect(tx, ctx, definition.params) };
}
