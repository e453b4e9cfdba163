import type { BlockRef } from '../../core/chain/chain-event.js';
import { FatalError, messageOf, RetryableError } from '../../core/errors.js';
import type { AnalysedBlock, AnalyticsWriter } from '../../ports/analytics-store.js';
import type { Logger } from '../../ports/logger.js';
import type { ClickHouseSql, QueryParams } from './click-house-sql.js';
import { detailLine, findingLine, type LedgerRow, ledgerLine, ledgerRowOf, transactionLine } from './encode-rows.js';

const BATCH_ROWS = 5_000;
const BATCH_MS = 500;
/** Rows that may wait; appending waits beyond. */
const MAX_WAITING_ROWS = 40_000;
const RETRY_MS = 500;

/** The ledger comes last: a block is on record only when everything of it is. */
const TABLES = ['transactions', 'findings', 'transaction_details', 'blocks'] as const;
type Table = (typeof TABLES)[number];

interface Batch {
  readonly lines: Record<Table, string[]>;
  rows: number;
}

/** A ledger row for a block of which nothing is known but its number. */
function absentRow(chainId: number, blockNumber: number, state: 'missing' | 'retracted', reason: string, atMs: number): LedgerRow {
  return {
    chainId,
    blockNumber,
    blockHash: `0x${'0'.repeat(64)}`,
    blockTimestamp: 0,
    state,
    reasons: [reason],
    traceSource: 'none',
    verification: null,
    transactions: 0,
    modelId: null,
    rulesVersion: '',
    seenAtMs: atMs,
    analysedAtMs: atMs,
    findings: 0,
    maxRisk: null,
    medianRisk: null,
    version: atMs,
  };
}

function emptyBatch(): Batch {
  return { lines: { transactions: [], findings: [], transaction_details: [], blocks: [] }, rows: 0 };
}

/** Trying again would change nothing: the rows do not fit the table (parse errors, unknown tables or columns, wrong types). */
const REFUSALS = /Code: (6|16|26|27|32|38|41|53|60|72|117|130|131|349)\./;

function isRefusal(error: unknown): boolean {
  return (
    REFUSALS.test(messageOf(error)) || /^(6|16|26|27|32|38|41|53|60|72|117|130|131|349)$/.test(String(Reflect.get(Object(error), 'code')))
  );
}

/** Collects rows of blocks and writes them in batches, in order, one batch at a time. A batch that fails is tried again until it is in. */
export class BatchWriter implements AnalyticsWriter {
  private batch = emptyBatch();
  private writing: Promise<void> | null = null;
  private waitingRows = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly roomWaiters: (() => void)[] = [];
  private isClosed = false;
  private refused: FatalError | null = null;

  constructor(
    private readonly sql: ClickHouseSql,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  async append(block: AnalysedBlock): Promise<void> {
    if (this.refused !== null) throw this.refused;
    while (this.waitingRows >= MAX_WAITING_ROWS) await new Promise<void>((resolve) => this.roomWaiters.push(resolve));
    const { lines } = this.batch;
    for (const row of block.transactions) lines.transactions.push(transactionLine(row));
    for (const finding of block.findings) lines.findings.push(findingLine(finding));
    for (const detail of block.details) lines.transaction_details.push(detailLine(detail));
    lines.blocks.push(ledgerLine(ledgerRowOf(block)));
    this.grew(block.transactions.length + 1);
  }

  async gap({ chainId, from, to, reason, atMs }: Parameters<AnalyticsWriter['gap']>[0]): Promise<void> {
    for (let number = from; number <= to; number += 1)
      this.batch.lines.blocks.push(ledgerLine(absentRow(chainId, number, 'missing', reason, atMs)));
    this.grew(to - from + 1);
  }

  /** The row is replaced, not deleted: a delete takes a second. */
  async fillGap({ chainId, number, atMs }: Parameters<AnalyticsWriter['fillGap']>[0]): Promise<void> {
    this.batch.lines.blocks.push(ledgerLine(absentRow(chainId, number, 'retracted', 'came-late', atMs)));
    this.grew(1);
  }

  private grew(rows: number): void {
    this.batch.rows += rows;
    this.waitingRows += rows;
    if (this.batch.rows >= BATCH_ROWS) this.start();
    else this.timer ??= setTimeout(() => this.start(), BATCH_MS);
  }

  private start(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.writing !== null || this.batch.rows === 0) return;
    const batch = this.batch;
    this.batch = emptyBatch();
    this.writing = this.write(batch).finally(() => {
      this.writing = null;
      this.waitingRows -= batch.rows;
      for (const wake of this.roomWaiters.splice(0)) wake();
      if (this.refused !== null) return;
      if (this.batch.rows >= BATCH_ROWS) this.start();
      else if (this.batch.rows > 0) this.timer ??= setTimeout(() => this.start(), BATCH_MS);
    });
    this.writing.catch(() => undefined); // The next append or flush tells it.
  }

  private async write(batch: Batch): Promise<void> {
    for (const table of TABLES) {
      const lines = batch.lines[table];
      if (lines.length === 0) continue;
      const payload = Buffer.from(lines.join(''));
      for (;;) {
        try {
          await this.sql.insert(table, payload);
          break;
        } catch (error) {
          if (this.isClosed) throw error;
          if (isRefusal(error)) {
            this.refused = new FatalError('analytics-refused', `ClickHouse refuses rows for ${table}: ${messageOf(error).slice(0, 500)}`);
            this.logger.error({ table, rows: lines.length, error: messageOf(error) }, 'rows are refused; nothing more is written');
            throw this.refused;
          }
          this.logger.warn({ table, rows: lines.length, error: messageOf(error) }, 'a batch was not written; trying again');
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    }
  }

  async flush(): Promise<void> {
    while (this.writing !== null || this.batch.rows > 0) {
      if (this.refused !== null) throw this.refused;
      this.start();
      if (this.writing !== null) await this.writing;
    }
  }

  async retract(ref: BlockRef): Promise<void> {
    await this.flush();
    const params = { chain: ref.chainId, number: ref.number, hash: ref.hash };
    const where = 'WHERE chain_id = {chain:UInt64} AND block_number = {number:UInt64} AND block_hash = {hash:String}';
    for (const table of ['transactions', 'findings', 'transaction_details'] as const) await this.remove(table, where, params);
    const version = this.now();
    const columns =
      'chain_id, block_number, block_hash, block_time, state, reasons, trace_source, verification, transactions, findings, max_risk, median_risk, model_id, rules_version, seen_at_ms, analysed_at_ms, version';
    await this.sql.command(
      `INSERT INTO blocks (${columns}) SELECT ${columns.replace(', state,', ", 'retracted',").replace(/version$/, '{version:UInt64}')} FROM blocks FINAL ${where}`,
      { ...params, version },
    );
  }

  async rewind(chainId: number, fromBlock: number): Promise<void> {
    await this.flush();
    const where = 'WHERE chain_id = {chain:UInt64} AND block_number >= {from:UInt64}';
    for (const table of TABLES) await this.remove(table, where, { chain: chainId, from: fromBlock });
  }

  /** A delete takes a second where a look takes a millisecond, and most find nothing. */
  private async remove(table: Table, where: string, params: QueryParams): Promise<void> {
    const found = await this.sql.rows(`SELECT 1 AS one FROM ${table} ${where} LIMIT 1`, params);
    if (found.length > 0) await this.sql.command(`DELETE FROM ${table} ${where}`, params);
  }

  async close(): Promise<void> {
    await this.flush();
    this.isClosed = true;
    if (this.waitingRows > 0) throw new RetryableError('analytics-unwritten', 'Rows were left unwritten.', { rows: this.waitingRows });
  }
}
