import type { Address, CodeFact, Frame, FrameKind, Hex, Log, Receipt, Transaction } from '../../src/core/chain/block.js';
import { decodeTransaction } from '../../src/core/chain/decode.js';
import { APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL } from '../../src/core/chain/decode-approval.js';
import { FLASH_BALANCER } from '../../src/core/chain/decode-flash-loan.js';
import { SWAP_V3, SYNC } from '../../src/core/chain/decode-swap.js';
import { TRANSFER } from '../../src/core/chain/decode-transfer.js';
import type { DetectContext, InspectedTransaction, Label, LabelCategory } from '../../src/core/detect/detector.js';
import { type ContractHistory, NO_HISTORY } from '../../src/core/detect/history.js';

/** An address that reads as what it is: `address('victim')` begins with the word's bytes. */
export function address(name: string): Address {
  const digits = [...name].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `0x${digits.padEnd(40, '0').slice(0, 40)}`;
}

export const VICTIM = address('victim');
export const ATTACKER = address('attacker');
export const TOKEN = address('token');

export const UNLIMITED = 2n ** 256n - 1n;

function word(value: bigint | Address): string {
  return (typeof value === 'bigint' ? BigInt.asUintN(256, value).toString(16) : value.slice(2)).padStart(64, '0');
}

function topic(value: bigint | Address): Hex {
  return `0x${word(value)}`;
}

export type LogParts = Omit<Log, 'logIndex'>;

export function log(
  emitter: Address,
  event: Hex,
  indexed: readonly (bigint | Address)[],
  data: readonly (bigint | Address)[] = [],
): LogParts {
  return { address: emitter, topics: [event, ...indexed.map(topic)], data: `0x${data.map(word).join('')}` };
}

export function transferLog(token: Address, from: Address, to: Address, amount: bigint): LogParts {
  return log(token, TRANSFER, [from, to], [amount]);
}

export function nftTransferLog(token: Address, from: Address, to: Address, tokenId: bigint): LogParts {
  return log(token, TRANSFER, [from, to, tokenId], []);
}

export function approvalLog(token: Address, owner: Address, spender: Address, amount: bigint): LogParts {
  return log(token, APPROVAL, [owner, spender], [amount]);
}

export function approvalForAllLog(token: Address, owner: Address, operator: Address, approved: boolean): LogParts {
  return log(token, APPROVAL_FOR_ALL, [owner, operator], [approved ? 1n : 0n]);
}

export function permit2ApprovalLog(token: Address, owner: Address, spender: Address, amount: bigint): LogParts {
  return log(address('permit2'), PERMIT2_APPROVAL, [owner, token, spender], [amount, 2_000_000_000n]);
}

export function syncLog(pool: Address, reserve0: bigint, reserve1: bigint): LogParts {
  return log(pool, SYNC, [], [reserve0, reserve1]);
}

/** `sqrtPriceX96` is the pool's price after the swap. */
export function swapV3Log(pool: Address, sqrtPriceX96: bigint): LogParts {
  return log(pool, SWAP_V3, [ATTACKER, ATTACKER], [1n, -1n, sqrtPriceX96, 1n, 1n]);
}

export function flashLoanLog(lender: Address, receiver: Address, token: Address, amount: bigint): LogParts {
  return log(lender, FLASH_BALANCER, [receiver, token], [amount, 0n]);
}

export function upgradedLog(proxy: Address, implementation: Address): LogParts {
  return log(proxy, '0xbc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b', [implementation], []);
}

export function beaconUpgradedLog(proxy: Address, beacon: Address): LogParts {
  return log(proxy, '0x1cf3b03a6cf19fa2baba4df148e9dcabedea7f8a5c07840e207e5c089be95d3e', [beacon], []);
}

/** A call as people write one down: who it goes to, and what it calls in turn. */
export interface CallTree {
  readonly to: Address;
  readonly kind?: FrameKind;
  /** Selector, or the whole input. */
  readonly selector?: Hex;
  readonly output?: Hex;
  /** Who calls, where it is not the callee of the frame above: a self-destruct's contract. */
  readonly by?: Address;
  readonly valueWei?: bigint;
  readonly failed?: boolean;
  readonly calls?: readonly CallTree[];
}

/** The frames of a tree in call order; a call below a failed one failed too. */
export function framesOf(sender: Address, tree: CallTree): readonly Frame[] {
  const frames: Frame[] = [];
  const visit = (call: CallTree, from: Address, parent: number, depth: number, isUndone: boolean): void => {
    const index = frames.length;
    const failed = isUndone || call.failed === true;
    const frame = {
      index,
      parent,
      depth,
      kind: call.kind ?? 'CALL',
      from: call.by ?? from,
      to: call.to,
      valueWei: call.valueWei ?? 0n,
      input: call.selector ?? '0x',
      output: call.output ?? '0x',
      failed,
      gasUsed: 21_000,
    } satisfies Omit<Frame, 'end'>;
    frames.push({ ...frame, end: index + 1 });
    for (const inner of call.calls ?? []) visit(inner, call.to, index, depth + 1, failed);
    frames[index] = { ...frame, end: frames.length };
  };
  visit(tree, sender, -1, 0, false);
  return frames;
}

export interface TransactionParts {
  readonly from?: Address;
  /** Null deploys `creates`. */
  readonly to?: Address | null;
  readonly creates?: Address;
  readonly valueWei?: bigint;
  readonly input?: Hex;
  readonly logs?: readonly LogParts[];
  /** Without it the transaction has no trace. */
  readonly trace?: CallTree;
  readonly status?: 0 | 1;
  readonly nonce?: number;
  /** Place in the block. */
  readonly index?: number;
  readonly gasUsed?: number;
  /** EIP-7702: whose account runs whose code. */
  readonly authorizations?: readonly { readonly delegate: Address; readonly authority: Address | null }[];
}

/** A mined transaction with what a test says of it, decoded as the pipeline does. */
export function buildTransaction(parts: TransactionParts = {}): InspectedTransaction {
  const from = parts.from ?? address('sender');
  const to = parts.to === undefined ? (parts.trace?.to ?? address('contract')) : parts.to;
  const receipt: Receipt = {
    status: parts.status ?? 1,
    root: null,
    gasUsed: parts.gasUsed ?? 50_000,
    cumulativeGasUsed: 50_000,
    effectiveGasPriceWei: 10n ** 9n,
    contractAddress: parts.creates ?? null,
    logs: (parts.logs ?? []).map((part, logIndex) => ({ ...part, logIndex })),
  };
  const tx: Transaction = {
    hash: `0x${'ab'.repeat(32)}`,
    index: parts.index ?? 0,
    type: 2,
    chainId: 1n,
    from,
    to,
    nonce: parts.nonce ?? 0,
    valueWei: parts.valueWei ?? parts.trace?.valueWei ?? 0n,
    gasLimit: 1_000_000,
    gasPriceWei: null,
    maxFeePerGasWei: 2n * 10n ** 9n,
    maxPriorityFeePerGasWei: 10n ** 9n,
    maxFeePerBlobGasWei: null,
    blobVersionedHashes: [],
    accessList: [],
    authorizationList: (parts.authorizations ?? []).map(({ delegate, authority }) => ({
      chainId: 1n,
      address: delegate,
      nonce: 0n,
      yParity: 0,
      r: '0x1' as const,
      s: '0x1' as const,
      authority,
    })),
    input: parts.input ?? parts.trace?.selector ?? '0x',
    signature: null,
    receipt,
    frames: parts.trace === undefined ? null : framesOf(from, parts.trace),
  };
  return { ...tx, decoded: decodeTransaction(tx) };
}

export interface ContextParts {
  readonly timestamp?: number;
  readonly code?: Readonly<Record<Address, CodeFact>>;
  readonly labels?: Readonly<Record<Address, LabelCategory>>;
  readonly priceUsd?: number;
  readonly decimals?: number;
  readonly history?: Partial<ContractHistory>;
}

function labelOf(subject: Address, category: LabelCategory): Label {
  return { address: subject, category, source: 'test', confidence: 0.9, name: null, chainId: null };
}

/** What detectors may ask; all that a test does not say is unknown. */
export function buildContext({ labels = {}, ...parts }: ContextParts = {}): DetectContext {
  return {
    chainId: 1,
    blockNumber: 100,
    timestamp: parts.timestamp ?? 1_700_000_000,
    codeOf: (subject) => parts.code?.[subject] ?? 'unknown',
    labelsOf: (subject) => {
      const category = labels[subject];
      return category === undefined ? [] : [labelOf(subject, category)];
    },
    priceUsdOf: () => parts.priceUsd ?? null,
    decimalsOf: () => parts.decimals ?? null,
    history: { ...NO_HISTORY, ...parts.history },
  };
}
