import type { Finding } from '../../core/detect/finding.js';
import type { AnalysedBlock, CoverageRow, TransactionDetail, TransactionRow } from '../../ports/analytics-store.js';

/** Rows as ClickHouse's TabSeparated text: the cheapest to write from strings, and parsed by the engine's own threads. */

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r]/;

function text(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}

/** Seconds as ten digits: fewer are read as a date, or not at all. */
function time(seconds: number): string {
  return String(seconds).padStart(10, '0');
}

function nullable(value: number | null): string {
  return value === null ? NULL : String(value);
}

/** Float32 values as base64 of their bytes: exact. */
export function encodeFloats(values: Float32Array | null): string {
  return values === null ? '' : Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function decodeFloats(encoded: string): Float32Array | null {
  if (encoded === '') return null;
  const bytes = Buffer.from(encoded, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** bigints are text in stored JSON; readers know which fields are. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}

/** As stored where nothing was scored. */
export const NO_SEGMENT = 255;

export function transactionLine(row: TransactionRow): string {
  return `${row.chainId}\t${row.blockNumber}\t${row.blockHash}\t${time(row.blockTimestamp)}\t${row.index}\t${row.hash}\t${row.from}\t${row.to ?? ''}\t${row.valueWei}\t${nullable(row.gasUsed)}\t${nullable(row.status)}\t${row.selector ?? ''}\t${row.logCount}\t${nullable(row.frameCount)}\t${nullable(row.risk)}\t${encodeFloats(row.parts)}\t${encodeFloats(row.features)}\t${row.featureMask}\t${row.findings}\t${row.segment ?? NO_SEGMENT}\t${row.calls ?? ''}\n`;
}

export function findingLine(finding: Finding): string {
  return `${finding.id}\t${finding.chainId}\t${finding.blockNumber}\t${finding.blockHash}\t${time(finding.blockTimestamp)}\t${finding.transactionHash ?? ''}\t${finding.detectorId}\t${finding.severity}\t${nullable(finding.risk)}\t${finding.subject.address}\t${text(toJson(finding))}\n`;
}

export function detailLine(detail: TransactionDetail): string {
  return `${detail.chainId}\t${detail.blockNumber}\t${detail.blockHash}\t${detail.hash}\t${text(toJson(detail))}\n`;
}

export interface LedgerRow extends CoverageRow {
  readonly findings: number;
  readonly maxRisk: number | null;
  readonly medianRisk: number | null;
  readonly version: number;
}

export function ledgerLine(row: LedgerRow): string {
  const reasons = `[${row.reasons.map((reason) => `'${reason.replace(/['\\\t\n]/g, ' ')}'`).join(',')}]`;
  return `${row.chainId}\t${row.blockNumber}\t${row.blockHash}\t${time(row.blockTimestamp)}\t${row.state}\t${reasons}\t${row.traceSource}\t${text(toJson(row.verification))}\t${row.transactions}\t${row.findings}\t${nullable(row.maxRisk)}\t${nullable(row.medianRisk)}\t${text(row.modelId ?? '')}\t${text(row.rulesVersion)}\t${row.seenAtMs}\t${row.analysedAtMs}\t${row.version}\n`;
}

export function ledgerRowOf(block: AnalysedBlock): LedgerRow {
  return {
    ...block.coverage,
    findings: block.findings.length,
    maxRisk: block.summary.maxRisk,
    medianRisk: block.summary.medianRisk,
    version: block.coverage.analysedAtMs,
  };
}
