import type { Transaction } from '../../core/chain/block.js';
import { decodeTransaction } from '../../core/chain/decode.js';
import type { InspectedTransaction } from '../../core/detect/detector.js';
import type { SimulatedRun, UnsignedTransaction } from '../../ports/simulator.js';

export interface UnsignedFacts {
  readonly chainId: number;
  readonly nonce: number;
  readonly gasLimit: number;
  /** What was asked for, else the base fee; null where neither is known. */
  readonly gasPriceWei: bigint | null;
}

/** A transaction that is not mined has no hash. */
const NO_HASH = '0x0000000000000000000000000000000000000000000000000000000000000000';

/** The simulated transaction in the shape of a mined one, so that the same detectors and features read it. Without a run it has neither receipt nor trace. */
export function inspectedFrom(tx: UnsignedTransaction, facts: UnsignedFacts, run: SimulatedRun | null): InspectedTransaction {
  const frames = run?.frames ?? null;
  const mined: Transaction = {
    hash: NO_HASH,
    index: 0,
    type: 2,
    chainId: BigInt(facts.chainId),
    from: tx.from,
    to: tx.to,
    nonce: facts.nonce,
    valueWei: tx.valueWei,
    gasLimit: facts.gasLimit,
    gasPriceWei: facts.gasPriceWei,
    maxFeePerGasWei: facts.gasPriceWei,
    maxPriorityFeePerGasWei: null,
    maxFeePerBlobGasWei: null,
    blobVersionedHashes: [],
    accessList: [],
    authorizationList: [],
    input: tx.input,
    signature: null,
    receipt: receiptFrom(tx, facts, run),
    frames,
  };
  const decoded = decodeTransaction(mined);
  if (frames !== null || run === null || run.nativeTransfers === null) return { ...mined, decoded };
  // Without frames the transaction's own value would stand for all movements of the native coin; the node told them apart.
  const tokens = decoded.transfers.filter(({ standard }) => standard !== 'native');
  return { ...mined, decoded: { ...decoded, transfers: [...run.nativeTransfers, ...tokens] } };
}

function receiptFrom(tx: UnsignedTransaction, facts: UnsignedFacts, run: SimulatedRun | null): Transaction['receipt'] {
  if (run === null || run.logs === null) return null;
  const created = tx.to === null && run.status === 'succeeded' ? (run.frames?.[0]?.to ?? null) : null;
  return {
    status: run.status === 'succeeded' ? 1 : 0,
    root: null,
    gasUsed: run.gasUsed,
    cumulativeGasUsed: run.gasUsed,
    effectiveGasPriceWei: facts.gasPriceWei,
    contractAddress: created,
    logs: run.logs,
  };
}
