import type { Hex } from '../core/chain/block.js';
import type { Arming } from '../core/respond/arming.js';
import type { ResponseState } from '../core/respond/response.js';

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
  readonly chainId: number;
  readonly signer: string;
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
  /** Begins the run, or finds it where it was begun before; counts and begins in one transaction, so that no two pass a cap together. */
  begin(run: ResponseRun, cap: { readonly most: number; readonly sinceMs: number } | null): Promise<Begun>;
  /**
   * Keeps the signed bytes before they are sent: the first ones that come stay. `nonce-taken`: another run of the signer has it; the caller forgets its bytes and
   * tries again.
   */
  keepSigned(id: string, transaction: SignedTransaction, nowMs: number): Promise<ResponseRun | 'nonce-taken'>;
  end(
    id: string,
    end: { readonly state: ResponseState; readonly reason: string | null; readonly blockNumber?: number },
    nowMs: number,
  ): Promise<void>;
  /** Newest first. */
  runs(organisationId: string, channelId: string, limit: number): Promise<readonly ResponseRun[]>;
}
