import type { Address } from '../../core/chain/block.js';
import type { CarriedCall } from '../decode/call-tree.js';
import type { AskedDelegation, AskedFields, MessageFacts, SignatureFacts, SubjectKind } from '../facts.js';

/** What a request asks about, read: the same shape for every kind. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Who signs. */
  readonly from: Address;
  /** In whose name the steps run. */
  readonly actor: Address;
  readonly own: ReadonlySet<Address>;
  /** What is simulated, in order; empty of what does nothing by itself. */
  readonly steps: readonly CarriedCall[];
  readonly asked: AskedFields | null;
  readonly delegations: readonly Omit<AskedDelegation, 'before' | 'probe'>[];
  readonly signature: SignatureFacts | null;
  readonly message: MessageFacts | null;
  /** Addresses that come up otherwise. */
  readonly named: readonly Address[];
  /** Of checks that reading itself decides: why they did not run. */
  readonly gaps: readonly { readonly check: 'decode' | 'domain'; readonly state: 'skipped' | 'failed'; readonly why: string }[];
}

export const NOTHING: Pick<Subject, 'steps' | 'asked' | 'delegations' | 'signature' | 'message' | 'named' | 'gaps'> = {
  steps: [],
  asked: null,
  delegations: [],
  signature: null,
  message: null,
  named: [],
  gaps: [],
};
