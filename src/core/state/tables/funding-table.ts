import type { Address } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { Funding } from '../../detect/history.js';
import { sourceOf } from '../../detect/sources.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** From whom an account had its first coins: what it lives on, and whose it may be. */
export class FundingTable implements StateTable {
  private readonly fundings = new JournaledMap<Funding>(200_000);
  /** How many accounts each payer gave their first coins. */
  private readonly funded = new JournaledMap<number>(100_000);
  readonly maps = { fundings: this.fundings, fundedAccounts: this.funded };

  /** Accounts whose first coins were this one's. */
  fundedBy(payer: Address): number {
    return this.funded.get(payer) ?? 0;
  }

  fundingOf(account: Address): Funding | null {
    return this.fundings.get(account) ?? null;
  }

  /** `wasThere` tells whom the memory knew before this transaction. */
  constructor(private readonly wasThere: (account: Address) => boolean) {}

  apply(tx: InspectedTransaction, { timestamp, labelsOf }: Moment): void {
    if (tx.receipt?.status === 0) return;
    for (const { standard, from, to, amount } of tx.decoded.transfers) {
      if (standard !== 'native' || amount === 0n || from === NATIVE || to === NATIVE) continue;
      if (this.fundings.get(to) !== undefined || this.wasThere(to)) continue;
      this.funded.set(from, (this.funded.get(from) ?? 0) + 1);
      this.fundings.set(to, { from, by: tx.from, at: timestamp, amountWei: amount, source: sourceOf(from, tx, labelsOf) });
    }
  }
}
