import type { Address, Hex } from '../chain/block.js';
import type { Json } from '../detect/finding.js';

/** What is done when a monitor fires. A transaction is prepared when the channel is saved: nothing is made up at night. */
export type ResponseAction = { readonly kind: 'webhook'; readonly url: string } | TransactionAction;

export interface TransactionAction {
  readonly kind: 'transaction';
  readonly chainId: number;
  /** Name of one of the operator's signers. */
  readonly signer: string;
  readonly to: Address;
  /** `function pause()`, as it was written. */
  readonly function: string;
  readonly args: readonly Json[];
  /** Its call, encoded. */
  readonly data: Hex;
  readonly valueWei: string;
  readonly maxFeePerGasGwei: number;
  readonly maxPriorityFeePerGasGwei: number;
  /** Null: a third more than the estimate. */
  readonly gasLimit: number | null;
}

export interface ResponseSettings {
  /** Monitors of the organisation to whose alerts it answers; nothing else starts it. */
  readonly monitors: readonly string[];
  readonly action: ResponseAction;
  /** Simulated and put on record, not done. */
  readonly dryRun: boolean;
  /** Within 24 hours, what was not done left out. */
  readonly maxPerDay: number;
  /** Null: whatever the monitor's alert says. */
  readonly minRisk: number | null;
}

/** What the operator lets an organisation do. */
export type AllowedResponse =
  | { readonly organisationId: string; readonly kind: 'webhook'; readonly url: string }
  | {
      readonly organisationId: string;
      readonly kind: 'transaction';
      readonly chainId: number;
      readonly to: Address;
      readonly selector: Hex;
      readonly signer: string;
      /** The most that a call may carry. */
      readonly maxValueWei: bigint;
    };

const SELECTOR_LENGTH = 10;

/** Why an action is not allowed, with the remedy; null: it is. Asked when it is saved and again when it is to be done. */
export function refusalOf(action: ResponseAction, organisationId: string, allowed: readonly AllowedResponse[]): string | null {
  const own = allowed.filter((entry) => entry.organisationId === organisationId && entry.kind === action.kind);
  if (action.kind === 'webhook')
    return own.some((entry) => entry.kind === 'webhook' && entry.url === action.url)
      ? null
      : `the operator's allow-list (TOCSIN_RESPONSES) does not name ${action.url} for this organisation`;
  const selector = action.data.slice(0, SELECTOR_LENGTH);
  const named = own.flatMap((entry) => {
    if (entry.kind !== 'transaction') return [];
    const isNamed =
      entry.chainId === action.chainId && entry.to === action.to && entry.selector === selector && entry.signer === action.signer;
    return isNamed ? [entry] : [];
  });
  const call = `${selector} of ${action.to} on chain ${action.chainId} by the signer ${action.signer}`;
  if (named.length === 0) return `the operator's allow-list (TOCSIN_RESPONSES) does not name ${call} for this organisation`;
  return named.some(({ maxValueWei }) => BigInt(action.valueWei) <= maxValueWei)
    ? null
    : `the operator's allow-list (TOCSIN_RESPONSES) lets ${call} carry less than ${action.valueWei} wei`;
}

/** The action in a line, as it stands in lists and messages. */
export function actionText(action: ResponseAction): string {
  return action.kind === 'webhook' ? action.url : `${action.function} of ${action.to} on chain ${action.chainId}`;
}

/**
 * How a response stands, or ended. `signed`: kept, and no node has seen it. `sent`: one may have. `dry-run`: simulated only. `withheld`: not done, and `reason`
 * says why.
 */
export const RESPONSE_STATES = ['begun', 'signed', 'sent', 'done', 'reverted', 'failed', 'withheld', 'dry-run'] as const;
export type ResponseState = (typeof RESPONSE_STATES)[number];
