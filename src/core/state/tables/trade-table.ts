import type { Address } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { TokenTraders } from '../../detect/history.js';
import { tokenToSell, tokenTradesIn } from '../../detect/token-trades.js';
import { WRAPPED } from '../../trace/token-flows.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

const MOST_NAMED = 16;
const NOBODY: TokenTraders = { buyers: [], sellers: [], failedSellers: [] };

/** Who could buy a token and who could sell it; and how much there is of tokens that were watched since they exist. */
export class TradeTable implements StateTable {
  private readonly traders = new JournaledMap<TokenTraders>(20_000);
  private readonly supplies = new JournaledMap<bigint>(20_000);
  readonly maps = { tokenTraders: this.traders, supplies: this.supplies };

  /** `wasBorn`: whether a token's creation was seen before this transaction. */
  constructor(private readonly wasBorn: (token: Address) => boolean) {}

  tradersOf(token: Address): TokenTraders {
    return this.traders.get(token) ?? NOBODY;
  }

  supplyOf(token: Address): bigint | null {
    return this.supplies.get(token) ?? null;
  }

  apply(tx: InspectedTransaction, { labelsOf }: Moment): void {
    if (tx.receipt?.status === 0) {
      const token = tokenToSell(tx);
      if (token !== null && this.traders.get(token)?.buyers.includes(tx.from) === true) this.note(token, 'failedSellers', tx.from);
      return;
    }
    for (const { kind, token, trader } of tokenTradesIn(tx)) {
      // Of what everybody trades nobody needs to be told that it can be sold.
      if (WRAPPED.has(token) || labelsOf(token).length > 0) continue;
      this.note(token, kind === 'bought' ? 'buyers' : 'sellers', trader);
    }
    const created = tx.to === null ? tx.receipt?.contractAddress : null;
    for (const { standard, token, from, to, amount } of tx.decoded.transfers) {
      if (standard !== 'erc20' || (from !== NATIVE && to !== NATIVE)) continue;
      const before = this.supplies.get(token);
      if (before === undefined && token !== created && !this.wasBorn(token)) continue;
      const supply = (before ?? 0n) + (from === NATIVE ? amount : -amount);
      this.supplies.set(token, supply > 0n ? supply : 0n);
    }
  }

  private note(token: Address, as: keyof TokenTraders, trader: Address): void {
    const known = this.tradersOf(token);
    if (known[as].length >= MOST_NAMED || known[as].includes(trader)) return;
    this.traders.set(token, { ...known, [as]: [...known[as], trader] });
  }
}
