import type { Address } from '../../core/chain/block.js';
import type { CarriedCall } from '../decode/call-tree.js';

export interface TypedData {
  readonly domain: Readonly<Record<string, unknown>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** EIP-712. */
export interface SigningDomain {
  readonly name: string | null;
  readonly chainId: number | null;
  readonly verifyingContract: Address | null;
}

export const GRANT_KINDS = [
  'permit',
  'dai-permit',
  'permit2',
  'permit2-transfer',
  'nft-permit',
  'for-all',
  'transfer-authorization',
  'borrow',
] as const;

/** What somebody may take once the signature is handed in. */
export interface Grant {
  readonly kind: (typeof GRANT_KINDS)[number];
  readonly token: Address;
  readonly owner: Address;
  /** Null: whoever brings the signature. */
  readonly spender: Address | null;
  readonly amount: bigint;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
}

export interface OrderItem {
  readonly standard: 'native' | 'erc20' | 'erc721' | 'erc1155';
  /** The zero address of the native coin. */
  readonly token: Address;
  readonly amount: bigint;
  readonly tokenId: bigint | null;
}

/** An exchange that somebody else may carry out. */
export interface SignedOrder {
  readonly maker: Address;
  readonly gives: readonly OrderItem[];
  /** To the maker. */
  readonly gets: readonly OrderItem[];
  /** Of what is paid, what goes to others: fees, or whoever made the order. */
  readonly othersGet: readonly (OrderItem & { readonly recipient: Address })[];
  /** Who alone may take it; null: anybody. */
  readonly taker: Address | null;
  /** Where what the maker gets is sent; null: to the maker. */
  readonly receiver: Address | null;
}

/** What a signature of a known scheme lets happen. */
export interface SignedIntent {
  readonly scheme: string;
  readonly grants: readonly Grant[];
  readonly orders: readonly SignedOrder[];
  /** Calls that are made in the signer's name. */
  readonly calls: readonly CarriedCall[];
  /** Whose name the signature speaks in, where it says so. */
  readonly speaksFor: Address | null;
  /** Seconds since the epoch; null: it does not end, or does not say. */
  readonly expiresAt: number | null;
  readonly nonce: bigint | null;
  /** What of it the data does not show; null: all is told. */
  readonly hidden: string | null;
}

export const NO_INTENT: Omit<SignedIntent, 'scheme'> = {
  grants: [],
  orders: [],
  calls: [],
  speaksFor: null,
  expiresAt: null,
  nonce: null,
  hidden: null,
};
