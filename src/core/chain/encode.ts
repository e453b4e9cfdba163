import type { AccessListEntry, Authorization, Header, Log, Receipt, Signature, Transaction } from './block.js';
import type { RlpWriter } from './rlp.js';

/** Consensus encodings, written back to front (see RlpWriter): fields stand in reverse order. Sources: the yellow paper, EIP-2718, 2930, 1559, 4844, 7702. */

/** Transaction types whose encoding is known here. */
export const ENCODABLE_TYPES: readonly number[] = [0, 1, 2, 3, 4];

/** The transaction as the transactions trie has it; keccak of the same bytes is its hash. */
export function writeTransaction(writer: RlpWriter, tx: Transaction, signature: Signature): void {
  const start = writer.mark();
  writer.quantity(signature.s);
  writer.quantity(signature.r);
  writer.quantity(signature.v);
  if (tx.type === 4) writeAuthorizations(writer, tx.authorizationList);
  if (tx.type === 3) {
    const hashes = writer.mark();
    for (let i = tx.blobVersionedHashes.length - 1; i >= 0; i -= 1) writer.data(tx.blobVersionedHashes[i] ?? '0x');
    writer.list(hashes);
    writer.bigint(tx.maxFeePerBlobGasWei ?? 0n);
  }
  if (tx.type >= 1) writeAccessList(writer, tx.accessList);
  writer.data(tx.input);
  writer.bigint(tx.valueWei);
  writer.data(tx.to ?? '0x');
  writer.number(tx.gasLimit);
  if (tx.type >= 2) {
    writer.bigint(tx.maxFeePerGasWei ?? 0n);
    writer.bigint(tx.maxPriorityFeePerGasWei ?? 0n);
  } else {
    writer.bigint(tx.gasPriceWei ?? 0n);
  }
  writer.number(tx.nonce);
  if (tx.type >= 1) writer.bigint(tx.chainId ?? 0n);
  writer.list(start);
  if (tx.type >= 1) writer.byte(tx.type);
}

function writeAccessList(writer: RlpWriter, list: readonly AccessListEntry[]): void {
  const start = writer.mark();
  for (let i = list.length - 1; i >= 0; i -= 1) {
    const entry = list[i];
    if (entry === undefined) continue;
    const entryStart = writer.mark();
    const keys = writer.mark();
    for (let k = entry.storageKeys.length - 1; k >= 0; k -= 1) writer.data(entry.storageKeys[k] ?? '0x');
    writer.list(keys);
    writer.data(entry.address);
    writer.list(entryStart);
  }
  writer.list(start);
}

function writeAuthorizations(writer: RlpWriter, list: readonly Authorization[]): void {
  const start = writer.mark();
  for (let i = list.length - 1; i >= 0; i -= 1) {
    const entry = list[i];
    if (entry === undefined) continue;
    const entryStart = writer.mark();
    writer.quantity(entry.s);
    writer.quantity(entry.r);
    writer.number(entry.yParity);
    writer.bigint(entry.nonce);
    writer.data(entry.address);
    writer.bigint(entry.chainId);
    writer.list(entryStart);
  }
  writer.list(start);
}

/** The receipt as the receipts trie has it. `bloom` is recomputed from the logs, never taken from the source. */
export function writeReceipt(writer: RlpWriter, type: number, receipt: Receipt, cumulativeGasUsed: number, bloom: Uint8Array): void {
  const start = writer.mark();
  const logs = writer.mark();
  for (let i = receipt.logs.length - 1; i >= 0; i -= 1) {
    const log = receipt.logs[i];
    if (log !== undefined) writeLog(writer, log);
  }
  writer.list(logs);
  const bloomStart = writer.mark();
  writer.bytes(bloom);
  writer.string(bloomStart);
  writer.number(cumulativeGasUsed);
  if (receipt.root !== null) writer.data(receipt.root);
  else writer.number(receipt.status ?? 0);
  writer.list(start);
  if (type >= 1) writer.byte(type);
}

function writeLog(writer: RlpWriter, log: Log): void {
  const start = writer.mark();
  writer.data(log.data);
  const topics = writer.mark();
  for (let i = log.topics.length - 1; i >= 0; i -= 1) writer.data(log.topics[i] ?? '0x');
  writer.list(topics);
  writer.data(log.address);
  writer.list(start);
}

/** The header whose hash is the block's. Fields that its fork did not have are absent from the end. */
export function writeHeader(writer: RlpWriter, header: Header): void {
  const start = writer.mark();
  if (header.requestsHash !== null) writer.data(header.requestsHash);
  if (header.parentBeaconBlockRoot !== null) writer.data(header.parentBeaconBlockRoot);
  if (header.excessBlobGas !== null) writer.number(header.excessBlobGas);
  if (header.blobGasUsed !== null) writer.number(header.blobGasUsed);
  if (header.withdrawalsRoot !== null) writer.data(header.withdrawalsRoot);
  if (header.baseFeePerGasWei !== null) writer.bigint(header.baseFeePerGasWei);
  writer.data(header.nonce);
  writer.data(header.mixHash);
  writer.data(header.extraData);
  writer.number(header.timestamp);
  writer.number(header.gasUsed);
  writer.number(header.gasLimit);
  writer.number(header.number);
  writer.bigint(header.difficulty);
  writer.data(header.logsBloom);
  writer.data(header.receiptsRoot);
  writer.data(header.transactionsRoot);
  writer.data(header.stateRoot);
  writer.data(header.miner);
  writer.data(header.sha3Uncles);
  writer.data(header.parentHash);
  writer.list(start);
}
