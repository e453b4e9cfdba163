import type { Address, Block } from '../chain/block.js';
import { refOf } from '../chain/chain-event.js';
import type { InspectedTransaction, Label } from '../detect/detector.js';
import { callSequence } from '../score/call-sequence.js';
import type { ChainState } from '../state/chain-state.js';
import type { FindingNote } from '../state/state-table.js';
import { type BesideChain, type BlockHeaderFacts, blockFeatures, featureContext, NOTHING_BESIDE } from './context.js';
import { extractFeatures, FEATURES } from './schema.js';
import { segmentIndex, segmentOf } from './segment.js';

/** Features of a block's transactions: a row each, in schema order. Arrays are row-major. */
export interface FeatureRows {
  readonly rows: number;
  /** rows × FEATURES.length, 0 where unknown. */
  readonly values: Float32Array;
  /** 1 where the value is known. */
  readonly known: Uint8Array;
  /** Segment of each row, as a position in SEGMENTS. */
  readonly segments: Uint8Array;
  /** Feature groups that are missing as a whole, a bit each. */
  readonly masks: Uint8Array;
  /** How the row's calls follow each other (`core/score/call-sequence.ts`); worked out when it is asked for. Null: not known. */
  sequenceOf(row: number): string | null;
}

/** Who looks at each transaction while the state is as it was before it, and what is known of addresses beside the chain. */
export interface BlockWatcher {
  readonly labelsOf: (address: Address) => readonly Label[];
  /** What was found is taken into the state with the transaction. Null: nobody looked. */
  readonly visit: (tx: InspectedTransaction, row: number) => readonly FindingNote[] | null;
  /** Once all were taken in, while what it remembers still belongs to this block. */
  readonly settle?: (features: FeatureRows) => void;
}

const NOBODY: BlockWatcher = { labelsOf: () => [], visit: () => null };

/**
 * Takes a block into the state, transaction by transaction, and reads each one's features just before: the same code in training and in serving. `visit` sees the
 * state as the features did.
 */
export function takeBlock(
  block: Block,
  transactions: readonly InspectedTransaction[],
  state: ChainState,
  watcher: BlockWatcher = NOBODY,
): FeatureRows {
  const rows = transactions.length;
  const extracted = {
    rows,
    values: new Float32Array(rows * FEATURES.length),
    known: new Uint8Array(rows * FEATURES.length),
    segments: new Uint8Array(rows),
    masks: new Uint8Array(rows),
    sequenceOf: (row: number) => callSequence(transactions[row]?.frames ?? null),
  };
  const shared = blockFeatures(block.header, transactions);
  state.begin();
  for (const [row, tx] of transactions.entries()) {
    const { labelsOf } = watcher;
    const findings = watcher.visit(tx, row);
    const context = featureContext(tx, shared, state, { findings, labelsOf });
    extracted.masks[row] = extractFeatures(context, extracted.values, extracted.known, row);
    extracted.segments[row] = segmentIndex(segmentOf(tx));
    state.apply(tx, { blockNumber: block.number, timestamp: block.header.timestamp, labelsOf, findings: findings ?? [] });
  }
  watcher.settle?.(extracted);
  state.commit(refOf(block));
  return extracted;
}

/** Features of one transaction that is not mined, as of the state now; the state is left as it is. */
export function featuresBefore(
  header: BlockHeaderFacts,
  tx: InspectedTransaction,
  state: ChainState,
  beside: BesideChain = NOTHING_BESIDE,
): FeatureRows {
  const values = new Float32Array(FEATURES.length);
  const known = new Uint8Array(FEATURES.length);
  const mask = extractFeatures(featureContext(tx, blockFeatures(header, [tx]), state, beside), values, known, 0);
  const segments = Uint8Array.of(segmentIndex(segmentOf(tx)));
  return { rows: 1, values, known, segments, masks: Uint8Array.of(mask), sequenceOf: () => callSequence(tx.frames) };
}
