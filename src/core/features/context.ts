import type { Address, Header } from '../chain/block.js';
import type { InspectedTransaction, Label } from '../detect/detector.js';
import type { ContractHistory, Funding } from '../detect/history.js';
import type { ChainState } from '../state/chain-state.js';
import type { FindingNote } from '../state/state-table.js';
import { type AddressRecord, type DecayedCounts, decayed } from '../state/tables/address-table.js';
import type { FunctionRecord } from '../state/tables/function-table.js';

/** What features read of a header: a block that is not mined yet has these too. */
export type BlockHeaderFacts = Pick<Header, 'number' | 'timestamp' | 'miner' | 'baseFeePerGasWei'>;

/** What a block's transactions share. */
export interface BlockFeatures {
  readonly header: BlockHeaderFacts;
  readonly transactions: number;
  /** Gas prices of the block, ascending. */
  readonly gasPrices: Float64Array;
}

/** Counts over a transaction's logs. */
export interface LogStats {
  readonly emitters: number;
  readonly tokens: number;
  readonly maxFanIn: number;
  readonly maxFanOut: number;
  readonly mintsAndBurns: number;
  readonly zeroValue: number;
  readonly pools: number;
  readonly samePoolRoundtrips: number;
  readonly lookalike: boolean;
}

/** Counts over a transaction's frames. */
export interface TraceStats {
  readonly maxDepth: number;
  readonly callees: number;
  readonly delegateCalls: number;
  readonly staticCalls: number;
  readonly creations: number;
  readonly maxRepeats: number;
  readonly reentryDepth: number;
  readonly readonlyReentries: number;
  readonly tokenHooks: number;
  readonly topIsMulticall: boolean;
  readonly valueMoves: number;
}

/** Over all that leaves others than the sender. */
export interface OutflowFacts {
  /** Largest share of what one was seen to hold, 0–1. */
  readonly share: number;
  /** Logarithm of the largest amount over the most that its payer ever paid at once; null: nobody has a habit of paying. */
  readonly overMost: number | null;
  /** How much larger a share than its payer ever paid at once. */
  readonly overShare: number | null;
}

/** All that a feature may read; computed once a transaction. Null: the input is missing, which is not the same as zero. */
export interface FeatureContext {
  readonly tx: InspectedTransaction;
  readonly block: BlockFeatures;
  readonly timestamp: number;
  readonly state: ChainState;
  readonly history: ContractHistory;
  readonly shape: ReturnType<ChainState['shapeOf']>;
  readonly degrees: readonly [called: number, callers: number];
  readonly bursts: readonly [edge: number, source: number, target: number];
  /** What detectors found in it; null: none was asked. */
  readonly findings: readonly FindingNote[] | null;
  labelsOf(address: Address): readonly Label[];
  readonly sender: AddressRecord | undefined;
  /** The sender's weighted counts as they are now. */
  readonly rates: DecayedCounts | null;
  /** The sender's first coins. */
  readonly funding: Funding | null;
  readonly outflows: OutflowFacts | null;
  readonly callee: AddressRecord | undefined;
  readonly called: FunctionRecord | undefined;
  readonly logs: LogStats | null;
  readonly trace: TraceStats | null;
  readonly gasPriceGwei: number;
  readonly gasUsed: number | null;
}

export function blockFeatures(header: BlockHeaderFacts, transactions: readonly InspectedTransaction[]): BlockFeatures {
  return { header, transactions: transactions.length, gasPrices: Float64Array.from(transactions, gasPriceOf).sort() };
}

export function gasPriceOf(tx: InspectedTransaction): number {
  return Number(tx.receipt?.effectiveGasPriceWei ?? tx.gasPriceWei ?? 0n) / 1e9;
}

/** What is known of a transaction beside the chain's memory. */
export interface BesideChain {
  readonly findings: readonly FindingNote[] | null;
  labelsOf(address: Address): readonly Label[];
}

export const NOTHING_BESIDE: BesideChain = { findings: null, labelsOf: () => [] };

export function featureContext(
  tx: InspectedTransaction,
  block: BlockFeatures,
  state: ChainState,
  beside: BesideChain = NOTHING_BESIDE,
): FeatureContext {
  const sender = state.addressOf(tx.from);
  return {
    tx,
    block,
    timestamp: block.header.timestamp,
    state,
    history: state.history,
    shape: state.shapeOf(tx),
    degrees: state.degreesOf(tx),
    bursts: state.burstsOf(tx, block.header.timestamp),
    findings: beside.findings,
    labelsOf: beside.labelsOf,
    sender,
    rates: sender === undefined ? null : decayed(sender, block.header.timestamp),
    funding: state.history.fundingOf(tx.from),
    outflows: tx.receipt === null ? null : outflowFacts(tx, state.history),
    callee: tx.to === null ? undefined : state.addressOf(tx.to),
    called: tx.to === null ? undefined : state.functionOf(tx.to, tx.decoded.selector ?? ''),
    logs: tx.receipt === null ? null : logStats(tx, state),
    trace: tx.frames === null ? null : traceStats(tx, tx.frames),
    gasPriceGwei: gasPriceOf(tx),
    gasUsed: tx.receipt?.gasUsed ?? null,
  };
}

/** So many payments make a habit. */
const HABIT = 5;

/** What leaves others than the sender, against what they hold and ever paid. */
function outflowFacts(tx: InspectedTransaction, history: ContractHistory): OutflowFacts {
  let share = 0;
  let overMost: number | null = null;
  let overShare: number | null = null;
  for (const { from, token, amount, standard } of tx.decoded.transfers) {
    if (from === tx.from || (standard !== 'erc20' && standard !== 'native')) continue;
    const held = history.holdingsOf(from, token);
    const now = held !== null && held > 0n ? Math.min(1, Number(amount) / Number(held)) : null;
    if (now !== null) share = Math.max(share, now);
    const past = history.outflowOf(from, token);
    if (past === null || past.count < HABIT) continue;
    if (past.max > 0n) overMost = Math.max(overMost ?? 0, Math.log(Math.max(1, Number(amount) / Number(past.max))));
    if (now !== null) overShare = Math.max(overShare ?? 0, now - past.maxShare);
  }
  return { share, overMost, overShare };
}

const ZERO: Address = '0x0000000000000000000000000000000000000000';

function logStats(tx: InspectedTransaction, state: ChainState): LogStats {
  const emitters = new Set<Address>();
  for (const log of tx.receipt?.logs ?? []) emitters.add(log.address);
  const tokens = new Set<Address>();
  const [payers, payees] = [new Map<Address, number>(), new Map<Address, number>()];
  let mintsAndBurns = 0;
  let zeroValue = 0;
  let lookalike = false;
  for (const transfer of tx.decoded.transfers) {
    if (transfer.standard === 'native') continue;
    tokens.add(transfer.token);
    payers.set(transfer.from, (payers.get(transfer.from) ?? 0) + 1);
    payees.set(transfer.to, (payees.get(transfer.to) ?? 0) + 1);
    if (transfer.from === ZERO || transfer.to === ZERO) mintsAndBurns += 1;
    if (transfer.amount === 0n) {
      zeroValue += 1;
      lookalike ||= state.history.lookalikeOf(transfer.from, transfer.to) !== null;
    }
  }
  const directions = new Map<Address, number>();
  for (const swap of tx.decoded.swaps) directions.set(swap.pool, (directions.get(swap.pool) ?? 0) | (swap.amount0 > 0n ? 1 : 2));
  return {
    emitters: emitters.size,
    tokens: tokens.size,
    maxFanIn: Math.max(0, ...payees.values()),
    maxFanOut: Math.max(0, ...payers.values()),
    mintsAndBurns,
    zeroValue,
    pools: directions.size,
    samePoolRoundtrips: [...directions.values()].filter((both) => both === 3).length,
    lookalike,
  };
}

const TOKEN_HOOKS: ReadonlySet<string> = new Set([
  '0x75ab0056', // tokensToSend(address,address,address,uint256,bytes,bytes)
  '0x0023de29', // tokensReceived(address,address,address,uint256,bytes,bytes)
  '0xc0ee0b8a', // tokenFallback(address,uint256,bytes)
  '0x88a7ca5c', // onTransferReceived(address,address,uint256,bytes)
  '0x150b7a02', // onERC721Received(address,address,uint256,bytes)
  '0xf23a6e61', // onERC1155Received(address,address,uint256,uint256,bytes)
  '0xbc197c81', // onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)
]);
const MULTICALLS = new Set(['0xac9650d8', '0x5ae401dc', '0x252dba42', '0x82ad56cb', '0x6a761202', '0x3593564c', '0x24856bc3']);

function traceStats(tx: InspectedTransaction, frames: NonNullable<InspectedTransaction['frames']>): TraceStats {
  const callees = new Set<Address>();
  const repeats = new Map<string, number>();
  const open: (Address | null)[] = [];
  let [maxDepth, delegateCalls, staticCalls, creations, reentryDepth, valueMoves, readonlyReentries, tokenHooks] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const frame of frames) {
    maxDepth = Math.max(maxDepth, frame.depth);
    if (frame.to !== null) callees.add(frame.to);
    if (frame.kind === 'DELEGATECALL' || frame.kind === 'CALLCODE') delegateCalls += 1;
    else if (frame.kind === 'STATICCALL') staticCalls += 1;
    else if (frame.kind === 'CREATE' || frame.kind === 'CREATE2') creations += 1;
    if (frame.valueWei > 0n) valueMoves += 1;
    const call = `${frame.to}${frame.input.slice(0, 10)}`;
    repeats.set(call, (repeats.get(call) ?? 0) + 1);
    if (TOKEN_HOOKS.has(frame.input.slice(0, 10))) tokenHooks += 1;
    open.length = frame.depth;
    // The one below is itself, or the caller's own question.
    const opened = frame.depth > 1 ? open.indexOf(frame.to) : -1;
    if (opened >= 0 && opened < frame.depth - 1) {
      if (frame.kind === 'CALL') reentryDepth = Math.max(reentryDepth, frame.depth);
      else if (frame.kind === 'STATICCALL') readonlyReentries += 1;
    }
    open[frame.depth] = frame.kind === 'DELEGATECALL' ? null : frame.to;
  }
  return {
    maxDepth,
    callees: callees.size,
    delegateCalls,
    staticCalls,
    creations,
    maxRepeats: Math.max(0, ...repeats.values()),
    reentryDepth,
    readonlyReentries,
    tokenHooks,
    topIsMulticall: MULTICALLS.has(tx.decoded.selector ?? ''),
    valueMoves,
  };
}
