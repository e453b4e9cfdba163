import type { Address, Hex } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { type SeenSignature, signaturesIn } from '../../detect/signatures.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** Signatures that were handed to contracts in calls that did not fail. */
export class SignatureTable implements StateTable {
  private readonly signatures = new JournaledMap<SeenSignature>(50_000);
  readonly maps = { signatures: this.signatures };

  signatureSeen(contract: Address, signature: Hex): SeenSignature | null {
    return this.signatures.get(contract + signature) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    if (tx.to === null || tx.receipt?.status === 0) return;
    for (const signature of signaturesIn(tx.input)) {
      const key = tx.to + signature;
      const times = (this.signatures.get(key)?.times ?? 0) + 1;
      this.signatures.set(key, { by: tx.from, at: timestamp, selector: tx.decoded.selector ?? '0x', times });
    }
  }
}
