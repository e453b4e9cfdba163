import type { Address, Hex } from './block.js';

/** The native coin stands where a token's address would. */
export const NATIVE: Address = '0x0000000000000000000000000000000000000000';

export type TokenStandard = 'native' | 'erc20' | 'erc721' | 'erc1155';

/** One movement of value. Native ones come from the transaction and its frames, the others from logs. */
export interface Transfer {
  readonly standard: TokenStandard;
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  /** Wei, the token's smallest unit, or a count; 1 for an ERC-721. */
  readonly amount: bigint;
  readonly tokenId: bigint | null;
  /** Who called for it (ERC-1155 only). */
  readonly operator: Address | null;
  /** Position of the log in the block; null for native coin. */
  readonly logIndex: number | null;
  /** Frame that moved native coin; null for logs. */
  readonly frameIndex: number | null;
}

export interface Approval {
  readonly kind: 'erc20' | 'erc721' | 'for-all' | 'permit2';
  readonly token: Address;
  readonly owner: Address;
  readonly spender: Address;
  /** The allowance; for-all: 1 granted, 0 revoked. */
  readonly amount: bigint;
  readonly tokenId: bigint | null;
  readonly expiresAt: number | null;
  readonly logIndex: number;
}

export interface Swap {
  readonly kind: 'v2' | 'v3';
  readonly pool: Address;
  readonly sender: Address;
  readonly recipient: Address;
  /** Into the pool is positive, out is negative. */
  readonly amount0: bigint;
  readonly amount1: bigint;
  /** V3 only: the price afterwards. */
  readonly sqrtPriceX96: bigint | null;
  readonly logIndex: number;
}

/** Reserves of a V2 pool after a change. */
export interface Sync {
  readonly pool: Address;
  readonly reserve0: bigint;
  readonly reserve1: bigint;
  readonly logIndex: number;
}

export interface FlashLoan {
  readonly protocol: 'aave-v2' | 'aave-v3' | 'balancer' | 'uniswap-v3' | 'erc3156' | 'maker' | 'dydx' | 'callback';
  readonly lender: Address;
  readonly receiver: Address;
  /** Null where the event or the call does not name it. */
  readonly token: Address | null;
  readonly amount: bigint | null;
  readonly logIndex: number | null;
  readonly frameIndex: number | null;
}

export const ADMIN_KINDS = [
  'upgraded',
  'beacon-upgraded',
  'admin-changed',
  'ownership-transferred',
  'role-granted',
  'role-revoked',
  'paused',
  'unpaused',
] as const;
export type AdminKind = (typeof ADMIN_KINDS)[number];

export interface AdminEvent {
  readonly kind: AdminKind;
  readonly contract: Address;
  /** The new implementation, owner, admin or role holder; null for pauses. */
  readonly target: Address | null;
  readonly previous: Address | null;
  readonly role: Hex | null;
  readonly logIndex: number;
}

export type SettingKind =
  | 'delay'
  | 'threshold'
  | 'safe-setup'
  | 'signer-added'
  | 'signer-removed'
  | 'module-enabled'
  | 'module-disabled'
  | 'guard'
  | 'oracle';

/** A rule of a contract changed: a timelock's delay (seconds), a multisig's threshold, signers, modules, a price source. */
export interface SettingEvent {
  readonly kind: SettingKind;
  readonly contract: Address;
  /** The new number; null where the event has none. */
  readonly value: bigint | null;
  readonly previous: bigint | null;
  /** The new signer, module, guard or source. */
  readonly target: Address | null;
  readonly before: Address | null;
  /** What a price source is for. */
  readonly about: Address | null;
  /** Signers of a new multisig. */
  readonly count: number | null;
  readonly logIndex: number;
}

export interface ProposedCall {
  readonly target: Address;
  /** The function in words, where the governor keeps it apart; else empty, and the input begins with the selector. */
  readonly signature: string;
  readonly input: Hex;
}

export interface Proposal {
  readonly governor: Address;
  readonly proposer: Address;
  readonly calls: readonly ProposedCall[];
  readonly logIndex: number;
}

export interface VaultEvent {
  readonly kind: 'deposit' | 'withdraw';
  readonly vault: Address;
  readonly owner: Address;
  readonly assets: bigint;
  readonly shares: bigint;
  readonly logIndex: number;
}

/** A permit seen in calldata: an allowance that was signed off chain. */
export interface Permit {
  readonly kind: 'erc2612' | 'dai' | 'permit2' | 'permit2-transfer';
  readonly token: Address | null;
  readonly owner: Address;
  readonly spender: Address | null;
  readonly amount: bigint | null;
  readonly frameIndex: number;
}

/** A borrower's pledge is sold by somebody who pays the debt. */
export interface Liquidation {
  /** Who says so: a pool, or the market of the debt. */
  readonly market: Address;
  readonly borrower: Address;
  readonly liquidator: Address;
  readonly repaid: bigint;
  readonly logIndex: number;
}

/** Liquidity of a V3 pool within a range of prices. */
export interface PositionChange {
  readonly kind: 'added' | 'removed';
  readonly pool: Address;
  readonly owner: Address;
  /** Both ends as the event has them. */
  readonly range: string;
  readonly liquidity: bigint;
  readonly logIndex: number;
}

/** An issuer freezes an account's tokens. */
export interface Freeze {
  readonly token: Address;
  readonly account: Address;
  readonly logIndex: number;
}

/** A transaction's logs and calls in the field's terms. Computed once a block; every list is in order of appearance. */
export interface DecodedTransaction {
  readonly selector: Hex | null;
  readonly transfers: readonly Transfer[];
  readonly approvals: readonly Approval[];
  readonly permits: readonly Permit[];
  readonly swaps: readonly Swap[];
  readonly syncs: readonly Sync[];
  readonly flashLoans: readonly FlashLoan[];
  readonly admin: readonly AdminEvent[];
  readonly settings: readonly SettingEvent[];
  readonly proposals: readonly Proposal[];
  readonly vaults: readonly VaultEvent[];
  readonly liquidations: readonly Liquidation[];
  readonly positions: readonly PositionChange[];
  readonly freezes: readonly Freeze[];
  /** Orders of markets for pieces (ERC-721 and ERC-1155) that were filled. */
  readonly nftOrders: number;
}
