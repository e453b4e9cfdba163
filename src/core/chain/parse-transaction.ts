import type { AccessListEntry, Authorization, Frame, Hex, Log, Receipt, Signature, Transaction } from './block.js';
import { MalformedInput } from './malformed.js';
import { addressAt, arrayAt, bigintAt, dataAt, hashAt, numberAt, objectAt, optional, quantityAt } from './quantity.js';

const NO_ACCESS: readonly AccessListEntry[] = [];
const NO_AUTHORIZATIONS: readonly Authorization[] = [];
const NO_HASHES: readonly Hex[] = [];

/** One element of `block.transactions`. Throws MalformedInput. */
export function parseTransaction(raw: unknown, index: number, receipt: Receipt | null, frames: readonly Frame[] | null): Transaction {
  const path = `block.transactions[${index}]`;
  const tx = objectAt(raw, path);
  const type = tx['type'] === undefined || tx['type'] === null ? 0 : numberAt(tx['type'], `${path}.type`);
  const input = tx['input'] ?? tx['data'];
  return {
    hash: hashAt(tx['hash'], `${path}.hash`),
    index,
    type,
    chainId: optional(tx['chainId'], `${path}.chainId`, bigintAt),
    from: addressAt(tx['from'], `${path}.from`),
    to: optional(tx['to'], `${path}.to`, addressAt),
    nonce: numberAt(tx['nonce'] ?? '0x0', `${path}.nonce`),
    valueWei: bigintAt(tx['value'], `${path}.value`),
    gasLimit: numberAt(tx['gas'] ?? '0x0', `${path}.gas`),
    gasPriceWei: optional(tx['gasPrice'], `${path}.gasPrice`, bigintAt),
    maxFeePerGasWei: optional(tx['maxFeePerGas'], `${path}.maxFeePerGas`, bigintAt),
    maxPriorityFeePerGasWei: optional(tx['maxPriorityFeePerGas'], `${path}.maxPriorityFeePerGas`, bigintAt),
    maxFeePerBlobGasWei: optional(tx['maxFeePerBlobGas'], `${path}.maxFeePerBlobGas`, bigintAt),
    blobVersionedHashes:
      tx['blobVersionedHashes'] === undefined || tx['blobVersionedHashes'] === null
        ? NO_HASHES
        : arrayAt(tx['blobVersionedHashes'], `${path}.blobVersionedHashes`).map((hash, at) =>
            hashAt(hash, `${path}.blobVersionedHashes[${at}]`),
          ),
    accessList:
      tx['accessList'] === undefined || tx['accessList'] === null ? NO_ACCESS : parseAccessList(tx['accessList'], `${path}.accessList`),
    authorizationList:
      tx['authorizationList'] === undefined || tx['authorizationList'] === null
        ? NO_AUTHORIZATIONS
        : parseAuthorizations(tx['authorizationList'], `${path}.authorizationList`),
    input: input === undefined || input === null ? '0x' : dataAt(input, `${path}.input`),
    signature: parseSignature(tx, path, type),
    receipt,
    frames,
  };
}

function parseSignature(tx: { readonly [key: string]: unknown }, path: string, type: number): Signature | null {
  const v = type === 0 ? tx['v'] : (tx['yParity'] ?? tx['v']);
  if (v === undefined || v === null || tx['r'] === undefined || tx['r'] === null || tx['s'] === undefined || tx['s'] === null) return null;
  return { v: quantityAt(v, `${path}.v`), r: quantityAt(tx['r'], `${path}.r`), s: quantityAt(tx['s'], `${path}.s`) };
}

function parseAccessList(raw: unknown, path: string): readonly AccessListEntry[] {
  const list = arrayAt(raw, path);
  if (list.length === 0) return NO_ACCESS;
  return list.map((item, i) => {
    const entry = objectAt(item, `${path}[${i}]`);
    const keys = arrayAt(entry['storageKeys'] ?? [], `${path}[${i}].storageKeys`);
    return {
      address: addressAt(entry['address'], `${path}[${i}].address`),
      storageKeys: keys.map((key, k) => hashAt(key, `${path}[${i}].storageKeys[${k}]`)),
    };
  });
}

function parseAuthorizations(raw: unknown, path: string): readonly Authorization[] {
  return arrayAt(raw, path).map((item, i) => {
    const at = `${path}[${i}]`;
    const entry = objectAt(item, at);
    return {
      chainId: bigintAt(entry['chainId'], `${at}.chainId`),
      address: addressAt(entry['address'], `${at}.address`),
      nonce: bigintAt(entry['nonce'], `${at}.nonce`),
      yParity: numberAt(entry['yParity'] ?? entry['v'], `${at}.yParity`),
      r: quantityAt(entry['r'], `${at}.r`),
      s: quantityAt(entry['s'], `${at}.s`),
      authority: null,
    };
  });
}

export interface ParsedReceipt {
  readonly receipt: Receipt;
  readonly transactionHash: Hex;
  /** False where the source left the logs out: nothing may be concluded from their absence. */
  readonly hasLogs: boolean;
}

/** One receipt. `firstLogIndex` numbers its logs by position in the block, whatever the source wrote. */
export function parseReceipt(raw: unknown, index: number, firstLogIndex: number): ParsedReceipt {
  const path = `receipts[${index}]`;
  const receipt = objectAt(raw, path);
  const rawLogs = receipt['logs'];
  const hasLogs = rawLogs !== undefined && rawLogs !== null;
  const status = optional(receipt['status'], `${path}.status`, numberAt);
  if (status !== null && status !== 0 && status !== 1) throw new MalformedInput(`${path}.status`, `expected 0x0 or 0x1, got ${status}`);
  return {
    transactionHash: hashAt(receipt['transactionHash'], `${path}.transactionHash`),
    hasLogs,
    receipt: {
      status,
      root: optional(receipt['root'], `${path}.root`, hashAt),
      gasUsed: optional(receipt['gasUsed'], `${path}.gasUsed`, numberAt),
      cumulativeGasUsed: optional(receipt['cumulativeGasUsed'], `${path}.cumulativeGasUsed`, numberAt),
      effectiveGasPriceWei: optional(receipt['effectiveGasPrice'], `${path}.effectiveGasPrice`, bigintAt),
      contractAddress: optional(receipt['contractAddress'], `${path}.contractAddress`, addressAt),
      logs: hasLogs ? arrayAt(rawLogs, `${path}.logs`).map((log, i) => parseLog(log, `${path}.logs[${i}]`, firstLogIndex + i)) : [],
    },
  };
}

function parseLog(raw: unknown, path: string, logIndex: number): Log {
  const log = objectAt(raw, path);
  const topics = arrayAt(log['topics'], `${path}.topics`);
  if (topics.length > 4) throw new MalformedInput(`${path}.topics`, `a log has at most 4 topics, got ${topics.length}`);
  return {
    address: addressAt(log['address'], `${path}.address`),
    topics: topics.map((topic, i) => hashAt(topic, `${path}.topics[${i}]`)),
    data: dataAt(log['data'], `${path}.data`),
    logIndex,
  };
}
