import type { Address, Hex } from '../chain/block.js';
import type { Json, Severity } from '../detect/finding.js';

export const MONITOR_SUBJECTS = ['transaction', 'event', 'call', 'transfer', 'block', 'finding'] as const;
/** What a monitor is asked about: each transaction, event, call (inner ones too), transfer, block, or finding of the catalogue or the engine. */
export type MonitorSubject = (typeof MONITOR_SUBJECTS)[number];

/** What is read of a contract at every block: `state.now.<id>`, and one block before: `state.before.<id>`. */
export type MonitorRead = ReadOfFunction | ReadOfSlot;

export interface ReadOfFunction {
  readonly id: string;
  readonly address: Address;
  /** `function totalSupply() view returns (uint256)`. */
  readonly function: string;
  readonly args: readonly Json[];
}

/** A value in storage that no function tells. */
export interface ReadOfSlot {
  readonly id: string;
  readonly address: Address;
  /** The word's number as 32 bytes of hex. */
  readonly slot: Hex;
  /** An elementary type of Solidity: `address`, `uint128`, `bool`, `bytes32`. */
  readonly type: string;
  /** Bytes from the right end of the word, as compilers say it; Solidity packs small values into one word. */
  readonly offset: number;
}

/** More than `over` matches, or a larger sum, within `seconds` of chain time, counted apart by `groupBy`. */
export interface MonitorWindow {
  readonly seconds: number;
  /** CEL; null: all matches are one group. */
  readonly groupBy: string | null;
  /** CEL for what is summed; null: matches are counted. */
  readonly sum: string | null;
  /** CEL without variables. */
  readonly over: string;
}

/** Another monitor matched before, about the same entity. */
export interface MonitorStep {
  readonly monitorId: string;
  readonly seconds: number;
  /** CEL for the entity, read in both monitors. */
  readonly by: string;
}

/** A user's question to the chain, in CEL. */
export interface Monitor {
  readonly organisationId: string;
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly chains: readonly number[];
  /** None: all. */
  readonly addresses: readonly Address[];
  /** As written: items of an ABI, or lines of Solidity. Null: well-known events and functions of tokens and proxies. */
  readonly abi: readonly Json[] | null;
  readonly on: MonitorSubject;
  readonly when: string;
  readonly window: MonitorWindow | null;
  readonly sequence: readonly MonitorStep[];
  readonly reads: readonly MonitorRead[];
  readonly severity: Severity;
  /** 0–100, told with the alert; null: the transaction's score. */
  readonly risk: number | null;
  readonly channels: readonly string[];
  /** After a match the same group is silent this long (chain time). */
  readonly cooldownS: number;
  /** Matches are on record and reach no channel. */
  readonly muted: boolean;
  readonly owner: string;
}

/** Names a monitor among all organisations'. */
export function monitorKey({ organisationId, id }: Pick<Monitor, 'organisationId' | 'id'>): string {
  return `${organisationId}/${id}`;
}

/** What stands as the detector of what a monitor matched. */
export function monitorDetectorId(monitor: Pick<Monitor, 'organisationId' | 'id'>): string {
  return `monitor:${monitorKey(monitor)}`;
}

/** What ingest asks of a chain for monitors: the answer to a call of a contract, or a word of its storage. */
export type StateQuestion = { readonly to: Address } & ({ readonly data: Hex } | { readonly slot: Hex });

export function stateQuestionKey(asked: StateQuestion): string {
  return 'slot' in asked ? `${asked.to}[${asked.slot}]` : `${asked.to}:${asked.data}`;
}
