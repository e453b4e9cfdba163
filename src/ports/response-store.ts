import type { Address, Hex } from '../core/chain/block.js';
import type { Arming } from '../core/respond/arming.js';
import type { ResponseState, TransactionAction } from '../core/respond/response.js';

/** One answer to one incident by one channel, kept before anything is done. */
export interface ResponseRun {
  readonly id: string;
  readonly organisationId: string;
  readonly channelId: string;
  readonly incidentId: string;
  readonly alertId: string;
  /** The action in a line, as it was then. */
  readonly action: string;
  readonly state: ResponseState;
  readonly reason: string | null;
  readonly transaction: SignedTransaction | null;
  readonly blockNumber: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface SignedTransaction {
  /** What was signed: it is followed by this, whatever the channel says by then. */
  readonly action: TransactionAction;
  readonly from: Address;
  readonly nonce: number;
  /** As it is sent, the same bytes at each try. */
  readonly raw: Hex;
  readonly hash: Hex;
}

export type Begun =
  | { readonly kind: 'run'; readonly run: ResponseRun }
  /** So many were done within the day already. */
  | { readonly kind: 'capped'; readonly count: number };

export interface ResponseStore {
  arming(organisationId: string, channelId: string): Promise<Arming | null>;
  /** Replaces what was said before. False where somebody was faster: `before` is what it was judged by. */
  setArming(organisationId: string, channelId: string, arming: Arming | null, before: Arming | null): Promise<boolean>;
  /**
   * Begins the run, or finds it where it was begun before; counts and begins in one transaction, so that no two pass a cap together. What did nothing before is begun
   * anew: withheld, failed with nothing signed, or a dry run where it is none any more. `cap`: null of a dry run.
   */
  begin(run: ResponseRun, cap: { readonly most: number; readonly sinceMs: number } | null): Promise<Begun>;
  /**
   * Keeps the signed bytes before they are sent: the first ones that come stay. `nonce-taken`: another run of the address has it, or had it in a
   * block a moment ago; the caller forgets its bytes and tries again. A run that nobody has followed since `abandonedBeforeMs` loses its nonce, and has failed.
   */
  keepSigned(id: string, transaction: SignedTransaction, nowMs: number, abandonedBeforeMs: number): Promise<ResponseRun | 'nonce-taken'>;
  /** It is about to be sent, or followed further. False where it was withheld meanwhile: then it must not be. */
  markSent(id: string, nowMs: number): Promise<boolean>;
  /** Not done; what was signed is forgotten. False where a node may have it already: then it is followed. */
  withhold(id: string, reason: string, nowMs: number): Promise<boolean>;
  end(
    id: string,
    end: { readonly state: ResponseState; readonly reason: string | null; readonly blockNumber?: number },
    nowMs: number,
  ): Promise<void>;
  /** Newest first. */
  runs(organisationId: string, channelId: string, limit: number): Promise<readonly ResponseRun[]>;
}
