import type { Address } from '../chain/block.js';
import { type Call, callersOf } from './calls.js';
import { ALLOWANCE, BALANCE_OF, GET_RESERVES, SLOT0, TOTAL_SUPPLY } from './price-moves.js';
import { PRICE_VIEWS } from './selectors.js';
import type { TraceFacts } from './trace-facts.js';

/** A contract is called while an earlier call of it still lasts, after control was with the cluster in between. */
export interface Reentry {
  readonly contract: Address;
  readonly outer: Call;
  readonly inner: Call;
  /** The member of the cluster that had control. */
  readonly through: Address;
  /** A question, put by a third contract. */
  readonly isRead: boolean;
}

const VIEWS: ReadonlySet<string> = new Set([...PRICE_VIEWS, GET_RESERVES, BALANCE_OF, TOTAL_SUPPLY, SLOT0, ALLOWANCE]);

export function reentriesOf({ calls, cluster }: TraceFacts): readonly Reentry[] {
  const found: Reentry[] = [];
  for (const inner of calls) {
    const { to, kind } = inner;
    if ((kind !== 'CALL' && kind !== 'STATICCALL') || to === null || cluster.has(to) || inner.input === '0x' || inner.depth < 3) continue;
    let through: Address | null = null;
    for (const caller of callersOf(calls, inner)) {
      const isAgent = cluster.has(caller.context) && (caller.kind === 'CALL' || caller.kind === 'DELEGATECALL') && caller.depth > 0;
      if (isAgent) through = caller.context;
      else if (caller.to === to && caller.kind === 'CALL' && through !== null && caller.context === to) {
        const isRead = kind === 'STATICCALL';
        if (isRead ? !cluster.has(inner.from) : !VIEWS.has(inner.selector))
          found.push({ contract: to, outer: caller, inner, through, isRead });
        break;
      }
    }
  }
  return found;
}
