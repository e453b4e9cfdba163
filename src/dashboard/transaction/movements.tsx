import { useState } from 'react';
import type { TransferView } from '../../contracts/transaction.js';
import { countText } from '../format/number.js';
import { Empty } from '../layout/async-states.js';
import { AddressTag } from '../signs/address-tag.js';
import { Amount, Token } from './token-amount.js';

const FIRST_SHOWN = 25;

/** Every movement, in order. */
export function Movements({ transfers }: { readonly transfers: readonly TransferView[] | null }) {
  const [shown, setShown] = useState(FIRST_SHOWN);
  if (transfers === null) return <Empty title="Movements were not kept">They are kept for transactions that raised something.</Empty>;
  if (transfers.length === 0) return <Empty title="Nothing moved">No token and no native coin changed hands.</Empty>;
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th className="number">#</th>
            <th>From</th>
            <th>To</th>
            <th className="number">Amount</th>
            <th>Token</th>
          </tr>
        </thead>
        <tbody>
          {transfers.slice(0, shown).map((transfer, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a movement is its place in the transaction
            <tr key={at}>
              <td className="number dim">{countText(at + 1)}</td>
              <td>
                <AddressTag address={transfer.from} />
              </td>
              <td>
                <AddressTag address={transfer.to} />
              </td>
              <td className="number">
                {transfer.tokenId === null ? (
                  <Amount amount={transfer.amount} token={transfer.standard === 'native' ? null : transfer.token} />
                ) : (
                  `${countText(Number(transfer.amount))} × id ${transfer.tokenId}`
                )}
              </td>
              <td>
                <Token token={transfer.standard === 'native' ? null : transfer.token} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {transfers.length > shown && (
        <button type="button" className="more-button" onClick={() => setShown(shown * 4)}>
          Show more of {countText(transfers.length)}
        </button>
      )}
    </div>
  );
}
