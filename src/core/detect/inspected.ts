import type { Transaction } from '../chain/block.js';
import { decodeTransaction } from '../chain/decode.js';
import type { InspectedTransaction } from './detector.js';

/** A transaction with its meaning. Written out field by field: spreading it costs more than all of its decoding. */
export function inspected(tx: Transaction): InspectedTransaction {
  return {
    hash: tx.hash,
    index: tx.index,
    type: tx.type,
    chainId: tx.chainId,
    from: tx.from,
    to: tx.to,
    nonce: tx.nonce,
    valueWei: tx.valueWei,
    gasLimit: tx.gasLimit,
    gasPriceWei: tx.gasPriceWei,
    maxFeePerGasWei: tx.maxFeePerGasWei,
    maxPriorityFeePerGasWei: tx.maxPriorityFeePerGasWei,
    maxFeePerBlobGasWei: tx.maxFeePerBlobGasWei,
    blobVersionedHashes: tx.blobVersionedHashes,
    accessList: tx.accessList,
    authorizationList: tx.authorizationList,
    input: tx.input,
    signature: tx.signature,
    receipt: tx.receipt,
    frames: tx.frames,
    decoded: decodeTransaction(tx),
  };
}
