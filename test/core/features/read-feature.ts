import type { Address, Block, Header, Transaction } from '../../../src/core/chain/block.js';
import { decodeTransaction } from '../../../src/core/chain/decode.js';
import type { InspectedTransaction, Label } from '../../../src/core/detect/detector.js';
import { blockFeatures, featureContext } from '../../../src/core/features/context.js';
import { takeBlock } from '../../../src/core/features/feature-rows.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { ChainState } from '../../../src/core/state/chain-state.js';
import type { FindingNote } from '../../../src/core/state/state-table.js';
import { address, buildTransaction, type TransactionParts } from '../../support/build-transaction.js';

export const NOW = 1_700_000_000;
export const MINER = address('miner');

export interface Scene {
  readonly tx?: TransactionParts;
  /** Fields that the builder does not know. */
  readonly fields?: Partial<Transaction>;
  readonly receipt?: Partial<NonNullable<Transaction['receipt']>>;
  /** Transactions of earlier blocks, a block each, oldest first. */
  readonly before?: readonly TransactionParts[];
  /** Whether the last of them is in this block, before it. */
  readonly inBlock?: boolean;
  /** Seconds between the last of them and now. */
  readonly sinceS?: number;
  /** Others of the same block, after it. */
  readonly beside?: readonly Partial<Transaction>[];
  readonly baseFeeWei?: bigint;
  readonly labels?: (address: Address) => readonly Label[];
  /** What detectors found in it; none: nobody asked them. */
  readonly found?: readonly FindingNote[];
  /** What they found in each transaction before. */
  readonly foundBefore?: readonly FindingNote[];
}

function header(number: number, timestamp: number, baseFeePerGasWei: bigint | null): Header {
  const hash = `0x${'00'.repeat(32)}` as const;
  return {
    parentHash: hash,
    sha3Uncles: hash,
    miner: MINER,
    stateRoot: hash,
    transactionsRoot: hash,
    receiptsRoot: hash,
    logsBloom: '0x',
    difficulty: 0n,
    number,
    gasLimit: 30_000_000,
    gasUsed: 0,
    timestamp,
    extraData: '0x',
    mixHash: hash,
    nonce: '0x',
    baseFeePerGasWei,
    withdrawalsRoot: null,
    blobGasUsed: null,
    excessBlobGas: null,
    parentBeaconBlockRoot: null,
    requestsHash: null,
  };
}

export function blockOf(number: number, timestamp: number, transactions: readonly Transaction[]): Block {
  const off = { status: 'off' } as const;
  return {
    chainId: 1,
    hash: `0x${number.toString(16).padStart(64, '0')}`,
    number,
    header: header(number, timestamp, 10n ** 9n),
    transactions,
    hasReceipts: true,
    traceSource: 'recorded',
    verification: { headerHash: off, transactionsRoot: off, receiptsRoot: off, logsBloom: off },
    partialReasons: [],
    disagreements: [],
    facts: { code: {} },
    seenAtMs: timestamp * 1_000,
  };
}

function complete(scene: Scene): InspectedTransaction {
  const built = buildTransaction(scene.tx);
  const receipt = built.receipt === null ? null : { ...built.receipt, ...scene.receipt };
  const tx = { ...built, receipt, ...scene.fields };
  return { ...tx, decoded: decodeTransaction(tx) };
}

/** What one feature says of a scene; null: unknown. */
export function readFeature(id: string, scene: Scene): number | null {
  const feature = FEATURES.find((known) => known.id === id);
  if (feature === undefined) throw new Error(`no feature ${id}`);
  const state = new ChainState();
  const before = scene.before ?? [];
  const labelsOf = scene.labels ?? (() => []);
  const start = NOW - (scene.sinceS ?? 12) - before.length * 12;
  for (const [i, parts] of before.entries()) {
    const tx = buildTransaction(parts);
    takeBlock(blockOf(i + 1, start + (i + 1) * 12, [tx]), [tx], state, { labelsOf, visit: () => scene.foundBefore ?? null });
  }
  const tx = complete(scene);
  const beside = (scene.beside ?? []).map((fields) => complete({ fields }));
  const shared = blockFeatures(header(before.length + (scene.inBlock ? 0 : 1), NOW, scene.baseFeeWei ?? 10n ** 9n), [tx, ...beside]);
  return feature.read(featureContext(tx, shared, state, { findings: scene.found ?? null, labelsOf }));
}
