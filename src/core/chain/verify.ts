import { withAuthorities } from './authorities.js';
import type { Block, BlockVerification, Hex, Receipt, Verification } from './block.js';
import { BloomBuilder } from './bloom.js';
import { ENCODABLE_TYPES, writeHeader, writeReceipt, writeTransaction } from './encode.js';
import type { Hashing } from './hashing.js';
import type { ParsedBlock } from './parse-block.js';
import { RlpWriter } from './rlp.js';
import { listRoot } from './trie.js';

/** `full` recomputes everything; `roots` leaves single transaction hashes to the root; `off` trusts the source. */
export const VERIFY_MODES = ['full', 'roots', 'off'] as const;
export type VerifyMode = (typeof VERIFY_MODES)[number];

/** Mainnet's first block whose receipts have a status instead of a root; other chains that we follow began after it. */
const BYZANTIUM_MAINNET = 4_370_000;

const OK: Verification = { status: 'ok' };
const OFF: Verification = { status: 'off' };

function unverifiable(reason: string): Verification {
  return { status: 'unverifiable', reason };
}

/** Recomputes what a header commits to, from what the source sent. Keeps caches between blocks; one instance a chain. */
export class BlockVerifier {
  private readonly bloom: BloomBuilder;
  private readonly writer = new RlpWriter();

  constructor(
    private readonly hashing: Hashing,
    private readonly mode: VerifyMode,
  ) {
    this.bloom = new BloomBuilder(hashing);
  }

  /** With the accounts that signed EIP-7702 authorizations, which no field of a block names. */
  withAuthorities(block: Block): Block {
    return withAuthorities(block, this.hashing);
  }

  verify(parsed: ParsedBlock): BlockVerification {
    if (this.mode === 'off') return { headerHash: OFF, transactionsRoot: OFF, receiptsRoot: OFF, logsBloom: OFF };
    const { block } = parsed;
    const isMissing = (field: string) => parsed.missingHeaderFields.includes(field);
    const blooms = block.hasReceipts ? this.receiptBlooms(block) : null;
    return {
      headerHash: this.headerHash(parsed),
      transactionsRoot: isMissing('transactionsRoot') ? unverifiable('header has no transactionsRoot') : this.transactionsRoot(parsed),
      receiptsRoot: isMissing('receiptsRoot') ? unverifiable('header has no receiptsRoot') : this.receiptsRoot(block, blooms),
      logsBloom: isMissing('logsBloom') ? unverifiable('header has no logsBloom') : this.logsBloom(block, blooms),
    };
  }

  private headerHash(parsed: ParsedBlock): Verification {
    if (parsed.missingHeaderFields.length > 0) return unverifiable(`header lacks ${parsed.missingHeaderFields.join(', ')}`);
    const start = this.writer.mark();
    writeHeader(this.writer, parsed.block.header);
    const hash = this.hashing.keccak256Hex(this.writer.since(start));
    this.writer.rewind(start);
    if (hash === parsed.block.hash) return OK;
    if (parsed.unknownHeaderFields.length > 0) return unverifiable(`header has unknown fields ${parsed.unknownHeaderFields.join(', ')}`);
    return { status: 'mismatch', reason: `header hashes to ${hash}` };
  }

  private transactionsRoot({ block, withBlobs }: ParsedBlock): Verification {
    for (const tx of block.transactions) {
      if (tx.signature === null) return unverifiable(`transaction ${tx.index} has no signature`);
      if (!ENCODABLE_TYPES.includes(tx.type)) return unverifiable(`transaction ${tx.index} has type ${tx.type}`);
    }
    let wrongHash: number | null = null;
    const root = listRoot(
      block.transactions.length,
      (index, writer) => {
        const tx = block.transactions[index];
        if (tx === undefined || tx.signature === null) return;
        const start = writer.mark();
        writeTransaction(writer, tx, tx.signature);
        if (this.mode === 'full' && this.hashing.keccak256Hex(writer.since(start)) !== tx.hash) wrongHash = index;
      },
      this.hashing,
    );
    if (root !== block.header.transactionsRoot && withBlobs.length > 0)
      return unverifiable(`transaction ${withBlobs[0]} came with its blobs, which the root must leave out`);
    if (root !== block.header.transactionsRoot) return { status: 'mismatch', reason: `transactions have root ${root}` };
    return wrongHash === null ? OK : { status: 'mismatch', reason: `transaction ${wrongHash} does not hash to its hash` };
  }

  private receiptBlooms(block: Block): readonly Uint8Array[] {
    return block.transactions.map((tx) => {
      const filter = new Uint8Array(256);
      if (tx.receipt !== null) this.bloom.addLogs(filter, tx.receipt.logs);
      return filter;
    });
  }

  private receiptsRoot(block: Block, blooms: readonly Uint8Array[] | null): Verification {
    if (blooms === null) return unverifiable('no receipts');
    const receipts: Receipt[] = [];
    for (const tx of block.transactions) {
      if (tx.receipt === null) return unverifiable('no receipts');
      if (tx.receipt.status === null && tx.receipt.root === null) return unverifiable(`receipt ${tx.index} has neither status nor root`);
      if (tx.receipt.cumulativeGasUsed === null) return unverifiable(`receipt ${tx.index} has no cumulativeGasUsed`);
      if (!ENCODABLE_TYPES.includes(tx.type)) return unverifiable(`receipt ${tx.index} has type ${tx.type}`);
      receipts.push(tx.receipt);
    }
    if (block.chainId === 1 && block.number < BYZANTIUM_MAINNET && receipts.some((receipt) => receipt.root === null)) {
      return unverifiable('receipts lack their pre-Byzantium root');
    }
    const root = listRoot(
      receipts.length,
      (index, writer) => {
        const receipt = receipts[index];
        const bloom = blooms[index];
        if (receipt !== undefined && bloom !== undefined)
          writeReceipt(writer, block.transactions[index]?.type ?? 0, receipt, receipt.cumulativeGasUsed ?? 0, bloom);
      },
      this.hashing,
    );
    return root === block.header.receiptsRoot ? OK : { status: 'mismatch', reason: `receipts have root ${root}` };
  }

  private logsBloom(block: Block, blooms: readonly Uint8Array[] | null): Verification {
    if (blooms === null) return unverifiable('no receipts');
    const all = new Uint8Array(256);
    for (const bloom of blooms) for (let i = 0; i < 256; i += 1) all[i] = (all[i] ?? 0) | (bloom[i] ?? 0);
    return hexOf(all) === block.header.logsBloom ? OK : { status: 'mismatch', reason: 'logs do not make the bloom of the header' };
  }
}

const BYTE = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

function hexOf(bytes: Uint8Array): Hex {
  let out = '';
  for (const byte of bytes) out += BYTE[byte];
  return `0x${out}`;
}
