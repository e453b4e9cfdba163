import type { CheckAnswer } from '../../contracts/check-answer.js';
import { Panel } from '../layout/panel.js';
import { AddressTag } from '../signs/address-tag.js';

/** Those of the parties of whom there is something to say. */
export function CounterpartiesCard({ answer }: { readonly answer: CheckAnswer }) {
  const notable = answer.counterparties.filter(
    ({ labels, delegatesTo, knownToAccount }) => labels.length > 0 || delegatesTo !== null || knownToAccount === true,
  );
  if (notable.length === 0) return null;
  return (
    <Panel title="Whom it deals with">
      <ul className="check-missing">
        {notable.map(({ address, code, labels, delegatesTo, knownToAccount, firstSeenAt }) => (
          <li key={address}>
            <AddressTag address={address} />
            {labels.length > 0 && <span>{labels.join(', ')}</span>}
            <span className="dim">{code === 'some' ? 'contract' : code === 'none' ? 'account' : 'code not known'}</span>
            {delegatesTo !== null && (
              <span className="dim">
                runs <AddressTag address={delegatesTo} />
              </span>
            )}
            {knownToAccount === true && <span className="dim">paid by you before</span>}
            {firstSeenAt !== null && <span className="dim">seen since {firstSeenAt.slice(0, 10)}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
