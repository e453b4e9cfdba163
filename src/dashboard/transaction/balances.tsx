import type { TransferView } from '../../contracts/transaction.js';
import { roleRank } from '../format/role.js';
import { AddressTag } from '../signs/address-tag.js';
import { type BalanceChange, changesByParty } from './balance-changes.js';
import { Amount, Token } from './token-amount.js';
import './balances.css';

interface BalancesProps {
  readonly transfers: readonly TransferView[];
  /** Lower-case address to role. */
  readonly parties: ReadonlyMap<string, string>;
}

const PARTIES_MAX = 12;

/** Who lost what to whom: the net of all movements, by party; those that the alerts name first. */
export function Balances({ transfers, parties }: BalancesProps) {
  const changes = [...changesByParty(transfers)].sort(
    ([a], [b]) => roleRank(parties.get(a.toLowerCase())) - roleRank(parties.get(b.toLowerCase())),
  );
  if (changes.length === 0) return null;
  return (
    <ul className="balances" aria-label="Net change by party">
      {changes.slice(0, PARTIES_MAX).map(([party, list]) => {
        const role = parties.get(party.toLowerCase());
        return (
          <li key={party}>
            <AddressTag address={party} {...(role === undefined ? {} : { partyRole: role })} />
            <ul>
              {list.map((change) => (
                <Line key={`${change.token ?? ''}`} change={change} />
              ))}
            </ul>
          </li>
        );
      })}
      {changes.length > PARTIES_MAX && <li className="dim">and {changes.length - PARTIES_MAX} more parties, in the movements below</li>}
    </ul>
  );
}

function Line({ change }: { readonly change: BalanceChange }) {
  const isLoss = change.amount < 0n;
  return (
    <li className={isLoss ? 'balance-lost' : 'balance-gained'}>
      <span className="balance-word">{isLoss ? 'lost' : 'gained'}</span>
      <strong className="number">
        <Amount amount={change.amount.toString()} token={change.token} isSigned />
      </strong>
      <Token token={change.token} />
    </li>
  );
}
