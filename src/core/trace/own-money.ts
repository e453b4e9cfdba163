import type { Address } from '../chain/block.js';
import { NOBODY } from '../chain/nobody.js';
import type { ContractHistory } from '../detect/history.js';
import type { TraceFacts } from './trace-facts.js';

/** Interest and growth on top of what was brought, in percent. */
const MOST_GROWTH = 150n;

/** Every contract that only lost gave no more than the sender had brought there, with a margin for what it earned: people take their own money home. */
export function takesOwnMoney({ byParty, sender, flows }: TraceFacts, side: ReadonlySet<Address>, history: ContractHistory): boolean {
  const givers = [...byParty].filter(([party, net]) => {
    if (side.has(party) || party === NOBODY || !flows.some(({ from, to }) => from === party && side.has(to))) return false;
    const amounts = [...net.values()];
    return amounts.some((amount) => amount < 0n) && !amounts.some((amount) => amount > 0n);
  });
  return (
    givers.length > 0 &&
    givers.every(([place, net]) =>
      [...net].every(([token, amount]) => amount >= 0n || -amount * 100n <= history.broughtBy(sender, place, token) * MOST_GROWTH),
    )
  );
}
