import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Hex } from '../../core/chain/block.js';
import { addressAt, isObject, type JsonObject } from '../../core/chain/quantity.js';
import { FatalError } from '../../core/errors.js';
import type { ChainSource, EndpointHealth, Head, RawBlock } from '../../ports/chain-source.js';

const inflate = promisify(gunzip);
const SECONDS_A_BLOCK = 13;
/** Blocks whose code facts are kept until ingest asks for them: more than it reads ahead. */
const FACTS_KEPT = 256;

/** Recorded blocks, one gzipped JSON file each: `{block, receipts[], traces[]}` in JSON-RPC field names. Numbers between them are not missing. */
export class ReplayChainSource implements ChainSource {
  /** Code facts of the blocks read last, by block hash. */
  private readonly code = new Map<string, ReadonlyMap<Hex, 'none' | 'some'>>();

  private constructor(
    readonly chainId: number,
    private readonly files: ReadonlyMap<number, string>,
    private readonly order: readonly number[],
    private readonly speed: ReplaySpeed,
  ) {}

  static async open(directory: string, chainId: number, speed: ReplaySpeed): Promise<ReplayChainSource> {
    const names = await readdir(directory).catch((cause: unknown) => {
      throw new FatalError(
        'replay-unreadable',
        `--replay ${directory}: the folder cannot be read. Give a folder of <number>.json.gz files.`,
        {},
        { cause },
      );
    });
    const files = new Map<number, string>();
    for (const name of names) {
      const number = /^(\d+)\.json(\.gz)?$/.exec(name)?.[1];
      if (number !== undefined) files.set(Number(number), path.join(directory, name));
    }
    if (files.size === 0) throw new FatalError('replay-empty', `--replay ${directory}: holds no <number>.json.gz file.`);
    return new ReplayChainSource(
      chainId,
      files,
      [...files.keys()].sort((a, b) => a - b),
      speed,
    );
  }

  numbers(): readonly number[] {
    return this.order;
  }

  async head(): Promise<Head> {
    return this.headAt(this.order.at(-1) ?? 0);
  }

  /** At full speed the last block is the head at once; else heads come at the asked rate. */
  async *heads(signal: AbortSignal): AsyncIterable<Head> {
    if (this.speed === 'max') {
      yield await this.head();
      return;
    }
    for (const number of this.order) {
      if (signal.aborted) return;
      yield this.headAt(number);
      await new Promise((resolve) => setTimeout(resolve, 1_000 / Number(this.speed)));
    }
  }

  private headAt(number: number): Head {
    return { number, hash: `0x${'0'.repeat(64)}`, parentHash: `0x${'0'.repeat(64)}`, seenAtMs: Date.now() };
  }

  async blockByNumber(number: number): Promise<RawBlock | null> {
    const file = this.files.get(number);
    if (file === undefined) return null;
    const bytes = await readFile(file);
    const text = (file.endsWith('.gz') ? await inflate(bytes).catch(() => bytes) : bytes).toString('utf8');
    let recorded: unknown = null;
    try {
      recorded = JSON.parse(text);
    } catch {
      // Ingest's parser names what is wrong; a file that is no JSON is a block that is no object.
    }
    const object = isObject(recorded) ? recorded : {};
    const completed = completeRecording(object, number);
    this.keepCode(completed.block, object['code']);
    return {
      ...completed,
      traceSource: completed.traces === null ? 'none' : 'recorded',
      tracesFailed: false,
      endpoint: path.basename(file),
    };
  }

  async blockByHash(): Promise<null> {
    return null; // Recorded folders have one block a number and never reorganise.
  }

  async safeAndFinalized(): Promise<{ safe: number | null; finalized: number | null }> {
    const last = this.order.at(-1) ?? null;
    return { safe: last, finalized: last };
  }

  async genesisHash(): Promise<null> {
    return null;
  }

  private keepCode(block: unknown, recorded: unknown): void {
    const hash = isObject(block) ? block['hash'] : null;
    if (typeof hash !== 'string' || !isObject(recorded)) return;
    this.code.set(hash.toLowerCase(), codeFactsFrom(recorded));
    const [oldest] = this.code.keys();
    if (this.code.size > FACTS_KEPT && oldest !== undefined) this.code.delete(oldest);
  }

  /** A recording holds no state: what monitors ask of it stays unanswered. */
  async answersAt(): Promise<ReadonlyMap<string, Hex>> {
    return new Map();
  }

  async codesOf(): Promise<null> {
    return null;
  }

  /** What the recording says of that block; a recording without code facts leaves them unknown. */
  async codeAt(addresses: readonly Hex[], blockHash: Hex): Promise<ReadonlyMap<Hex, 'none' | 'some'>> {
    const recorded = this.code.get(blockHash);
    const facts = new Map<Hex, 'none' | 'some'>();
    for (const address of addresses) {
      const fact = recorded?.get(address);
      if (fact !== undefined) facts.set(address, fact);
    }
    return facts;
  }

  reportMismatch(): void {}

  health(): readonly EndpointHealth[] {
    return [{ url: 'replay', score: 1, latencyMs: null, errors: 0, mismatches: 0, connected: true }];
  }

  async close(): Promise<void> {}
}

export type ReplaySpeed = 'max' | number;

/**
 * Some recordings keep traces and no transactions, or no header. What is certain is filled in, so that they can be analysed: the transactions from the top frames,
 * a time from the block number. The missing header fields stay missing, and make the block partial.
 */
function completeRecording(recorded: JsonObject, number: number): { block: unknown; receipts: unknown; traces: unknown } {
  const traces = Array.isArray(recorded['traces']) && recorded['traces'].length > 0 ? recorded['traces'] : null;
  const receipts = withoutSentinels(recorded['receipts'] ?? null);
  if (!isObject(recorded['block'])) return { block: recorded['block'] ?? null, receipts, traces };
  const block: Record<string, unknown> = { ...recorded['block'] };
  const isBare = block['hash'] === undefined || block['hash'] === null;
  if (!isBare) return { block, receipts, traces };
  block['hash'] = `0x${number.toString(16).padStart(64, '0')}`;
  block['timestamp'] ??= `0x${(1_438_269_973 + number * SECONDS_A_BLOCK).toString(16)}`;
  if (traces !== null && (!Array.isArray(block['transactions']) || block['transactions'].length === 0)) {
    block['transactions'] = traces.map((trace: unknown) => transactionFromTrace(isObject(trace) ? trace : {}));
  }
  return { block, receipts, traces };
}

function isAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

function codeFactsFrom(recorded: JsonObject): ReadonlyMap<Hex, 'none' | 'some'> {
  const facts = new Map<Hex, 'none' | 'some'>();
  for (const [address, fact] of Object.entries(recorded)) {
    if (isAddress(address) && (fact === 'none' || fact === 'some')) facts.set(addressAt(address, 'code'), fact);
  }
  return facts;
}

/** Recordings write 2^64 − 1 where gas was not known: unknown is null. */
function withoutSentinels(receipts: unknown): unknown {
  if (!Array.isArray(receipts)) return receipts;
  return receipts.map((receipt: unknown) =>
    isObject(receipt) && receipt['gasUsed'] === '0xffffffffffffffff' ? { ...receipt, gasUsed: null } : receipt,
  );
}

function transactionFromTrace(trace: JsonObject): JsonObject {
  const top = isObject(trace['result']) ? trace['result'] : {};
  const isCreation = typeof top['type'] === 'string' && top['type'].startsWith('CREATE');
  return {
    hash: trace['txHash'],
    from: top['from'],
    to: isCreation ? null : top['to'],
    value: top['value'] ?? '0x0',
    gas: top['gas'],
    input: top['input'],
    type: '0x0',
  };
}

/** Chain id and other facts that a folder may carry beside its blocks. */
export function readReplayManifest(directory: string): { readonly chainId: number | null } {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(directory, 'manifest.json'), 'utf8'));
    const chainId = isObject(manifest) ? manifest['chainId'] : null;
    return { chainId: typeof chainId === 'number' ? chainId : null };
  } catch {
    return { chainId: null };
  }
}
