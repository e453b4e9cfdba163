import type { TransactionView } from '../../../contracts/transaction.js';
import type { Alert } from '../../../core/alert/alert.js';
import type { Frame } from '../../../core/chain/block.js';
import { NATIVE, type Transfer } from '../../../core/chain/decoded.js';
import { GROUPS } from '../../../core/features/feature.js';
import { FEATURES } from '../../../core/features/schema.js';
import { SEGMENTS } from '../../../core/features/segment.js';
import { contributionsOf, topContributions } from '../../../core/score/explain.js';
import { PARTS } from '../../../core/score/model-bundle.js';
import type { Scorer } from '../../../core/score/scorer.js';
import { rowsOf } from '../../../core/score/shadow.js';
import type { TransactionDetail, TransactionRow } from '../../../ports/analytics-store.js';
import { checksum } from '../../platform/checksum.js';
import { alertOut } from '../alerts/alert-out.js';

/** A transaction with all that is known of it. Call tree and transfers are kept for transactions that raised something. */
export function transactionOut(
  row: TransactionRow,
  detail: TransactionDetail | null,
  alerts: readonly Alert[],
  scorer: Scorer | null,
): TransactionView {
  return {
    chainId: row.chainId,
    hash: row.hash,
    blockNumber: row.blockNumber,
    blockHash: row.blockHash,
    blockTime: new Date(row.blockTimestamp * 1_000).toISOString(),
    index: row.index,
    from: checksum(row.from),
    to: row.to === null ? null : checksum(row.to),
    valueWei: row.valueWei.toString(),
    gasUsed: row.gasUsed,
    status: row.status === null ? 'unknown' : row.status === 1 ? 'succeeded' : 'reverted',
    selector: row.selector,
    logCount: row.logCount,
    frameCount: row.frameCount,
    risk: row.risk,
    parts: row.parts === null ? null : partsOf(row.parts),
    features: featuresOf(row),
    explanation: explanationOf(row, scorer),
    findings: alerts.map(alertOut),
    frames: detail?.frames?.map(frameOut) ?? null,
    framesOmitted: detail?.framesOmitted ?? 0,
    transfers: detail?.transfers.map(transferOut) ?? null,
  };
}

const MOST_STEPS = 8;

/** Computed anew from what was kept; only where the model of now comes to the same risk, else it would explain another score. */
function explanationOf({ features, segment, calls, risk }: TransactionRow, scorer: Scorer | null): TransactionView['explanation'] {
  if (features?.length !== FEATURES.length || segment === null || segment >= SEGMENTS.length || scorer === null) return null;
  const rows = rowsOf([{ features, segment, calls }]);
  if (scorer.score(rows).risk[0] !== risk) return null;
  const contributions = contributionsOf(scorer, rows, 0);
  const { usual, own } = contributions;
  return {
    usual,
    own,
    steps: topContributions(scorer, rows, 0, MOST_STEPS, contributions).map(({ id, sentence, value, usualFrom, usualTo, change = 0 }) => ({
      feature: id,
      sentence,
      value,
      usualFrom,
      usualTo,
      change,
    })),
  };
}

/** p-values by part; null of one that had nothing to go by. */
function partsOf(parts: Float32Array): TransactionView['parts'] {
  return Object.fromEntries(PARTS.map((part, i) => [part, Number.isNaN(parts[i] ?? Number.NaN) ? null : (parts[i] ?? null)]));
}

/** NaN says that a feature was not known; a group that was missing as a whole has its bit set in the mask as well. */
function featuresOf({ features, featureMask }: TransactionRow): TransactionView['features'] {
  if (features === null) return null;
  return FEATURES.map(({ id, group, sentence }, column) => {
    const value = features[column] ?? Number.NaN;
    const known = !Number.isNaN(value) && (featureMask & (1 << GROUPS.indexOf(group))) === 0;
    return { id, sentence, value: known ? value : 0, known };
  });
}

function frameOut(frame: Frame): NonNullable<TransactionView['frames']>[number] {
  return {
    index: frame.index,
    parent: frame.parent,
    depth: frame.depth,
    kind: frame.kind,
    from: checksum(frame.from),
    to: frame.to === null ? null : checksum(frame.to),
    valueWei: frame.valueWei.toString(),
    selector: frame.input.length >= 10 ? frame.input.slice(0, 10) : null,
    failed: frame.failed,
    gasUsed: frame.gasUsed,
  };
}

function transferOut(transfer: Transfer): NonNullable<TransactionView['transfers']>[number] {
  return {
    standard: transfer.standard,
    token: transfer.token === NATIVE ? null : checksum(transfer.token),
    from: checksum(transfer.from),
    to: checksum(transfer.to),
    amount: transfer.amount.toString(),
    tokenId: transfer.tokenId?.toString() ?? null,
  };
}
