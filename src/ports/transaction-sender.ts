import type { Address, Hex } from '../core/chain/block.js';

export interface PreparedCall {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly valueWei: bigint;
}

export interface TransactionToSign extends PreparedCall {
  readonly chainId: number;
  readonly nonce: number;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Holds a key somewhere and signs with it; the key never comes out. */
export interface Signer {
  readonly address: Address;
  /** EIP-1559, serialized. Rejects where the signer is away or signs something else. */
  sign(transaction: TransactionToSign): Promise<Hex>;
}

/** The chain, as who sends a transaction needs it. Rejects where no node answers. */
export interface TransactionSender {
  hasCode(address: Address): Promise<boolean>;
  /** Gas that it would take, or why it would revert. */
  simulate(call: PreparedCall): Promise<{ readonly gas: bigint } | { readonly revert: string }>;
  /** `pending`: with what waits in the pool. */
  nonce(address: Address, at: 'latest' | 'pending'): Promise<number>;
  balance(address: Address): Promise<bigint>;
  /** Knows it already: no error. */
  send(raw: Hex): Promise<void>;
  receipt(hash: Hex): Promise<{ readonly succeeded: boolean; readonly blockNumber: number } | null>;
}
