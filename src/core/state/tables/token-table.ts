import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

/** How much of a token is moved at once: running mean and variance of the amount's logarithm (Welford). */
export interface TokenAmounts {
  readonly count: number;
  readonly mean: number;
  readonly m2: number;
}

/** What amounts of each token are usual. */
export class TokenTable implements StateTable {
  readonly learnsHabits = true;
  private readonly amounts = new JournaledMap<TokenAmounts>(50_000);
  readonly maps = { tokenAmounts: this.amounts };

  amountsOf(token: Address): TokenAmounts | undefined {
    return this.amounts.get(token);
  }

  apply(tx: InspectedTransaction): void {
    if (tx.receipt?.status === 0) return;
    for (const { standard, token, amount } of tx.decoded.transfers) {
      if (standard !== 'erc20' || amount === 0n) continue;
      const known = this.amounts.get(token);
      const count = (known?.count ?? 0) + 1;
      const value = Math.log1p(Number(amount));
      const delta = value - (known?.mean ?? 0);
      const mean = (known?.mean ?? 0) + delta / count;
      this.amounts.set(token, { count, mean, m2: (known?.m2 ?? 0) + delta * (value - mean) });
    }
  }
}
