import type { ScreenedAddress } from '../../contracts/screening.js';
import { Panel } from '../layout/panel.js';
import { AddressTag } from '../signs/address-tag.js';
import { Amount, ChainOfTokens, Token } from '../transaction/token-amount.js';
import { Reasons } from './reasons-list.js';
import { VERDICTS } from './verdict-words.js';

const HOW = { itself: 'is', sent: 'sent to', received: 'received from', 'funded-by': 'funded by', holds: 'holds money of' } as const;

/** An address: what is known of it, of whom it dealt with, and of what others may take from it. */
export function ScreenedCard({ screened }: { readonly screened: ScreenedAddress }) {
  const { address, verdict, reasons, exposure, profile, approvals, chainId, labels } = screened;
  const { sign } = VERDICTS[verdict];
  const dealings = exposure.filter(({ hops }) => hops > 0);
  const word = { malicious: 'Stay away', warning: 'Be careful', not_checked: 'Not checked', benign: 'Nothing known against it' }[verdict];
  return (
    <ChainOfTokens value={chainId}>
      <section className={`verdict verdict-${verdict}`} aria-live="polite">
        <span className="verdict-sign" aria-hidden="true">
          {sign}
        </span>
        <div>
          <h2>{word}</h2>
          <p>
            <AddressTag address={address} /> {labels.map(({ category, source }) => `${category} (${source})`).join(', ')}
          </p>
        </div>
      </section>
      {reasons.length > 0 && (
        <Panel title="Why">
          <Reasons reasons={reasons} />
        </Panel>
      )}
      {dealings.length > 0 && (
        <Panel title="Whom it dealt with">
          <ul className="check-missing">
            {dealings.map(({ category, hops, direction, addresses, transactions }) => (
              <li key={`${category}${hops}${direction}`}>
                <strong>{category}</strong>
                <span>{HOW[direction]}</span>
                <span className="dim">
                  {`${hops} ${hops === 1 ? 'step' : 'steps'} away, ${addresses} addresses, ${transactions} transactions`}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {profile !== null && (
        <Panel title="How it behaves">
          <dl className="check-arguments">
            {(
              [
                ['first seen', profile.firstSeen?.slice(0, 10) ?? 'never'],
                ['sent', profile.sent],
                ['received', profile.received],
                ['failed', profile.failed],
                ['a day', profile.perDay ?? '–'],
                ['counterparties', profile.counterparties],
              ] as const
            ).map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
      {approvals !== null && approvals.length > 0 && (
        <Panel title="What others may take from it">
          <ul className="check-effects">
            {approvals.map(({ token, spender, kind, limit, unlimited }) => (
              <li key={`${token}${spender}${kind}`}>
                <AddressTag address={spender} partyRole="spender" />
                <span>may take {unlimited ? <strong>all</strong> : <Amount amount={limit} token={token} />} of its</span>
                <Token token={token} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </ChainOfTokens>
  );
}
