import type { CheckAnswer } from '../../contracts/check-answer.js';
import { Panel } from '../layout/panel.js';
import { AddressTag } from '../signs/address-tag.js';
import { Amount, Token } from '../transaction/token-amount.js';

type Change = CheckAnswer['balanceChanges'][number];
type Exposure = CheckAnswer['exposures'][number];

/** What the signer does in plain words, who gains and loses, and what others may take afterwards; the signer's own first. */
export function EffectsCard({ answer }: { readonly answer: CheckAnswer }) {
  const isOwn = (party: string) => party.toLowerCase() === answer.from.toLowerCase();
  const changes = [...answer.balanceChanges].sort((a, b) => Number(isOwn(b.party)) - Number(isOwn(a.party)));
  if (changes.length + answer.exposures.length + answer.actions.length === 0) return null;
  return (
    <Panel title="What would happen" aside={answer.block !== null && <span className="dim">as of block {answer.block.number}</span>}>
      {answer.actions.length > 0 && (
        <ul className="check-actions">
          {answer.actions.map(({ kind, text, contract }) => (
            <li key={`${kind}${text}${contract ?? ''}`}>{text}</li>
          ))}
        </ul>
      )}
      <ul className="check-effects">
        {changes.map((change) => (
          <ChangeRow key={`${change.party}${change.asset ?? ''}${change.tokenId ?? ''}`} change={change} isOwn={isOwn(change.party)} />
        ))}
        {answer.exposures.map((exposure) => (
          <ExposureRow
            key={`${exposure.kind}${exposure.owner}${exposure.spender}${exposure.token}`}
            exposure={exposure}
            isOwn={isOwn(exposure.owner)}
          />
        ))}
      </ul>
    </Panel>
  );
}

export function ChangeRow({ change, isOwn }: { readonly change: Change; readonly isOwn: boolean }) {
  const { party, asset, amount, decimal, symbol, tokenId, usd, direction } = change;
  return (
    <li>
      {isOwn ? <strong>You</strong> : <AddressTag address={party} />}
      <span className={direction === 'out' ? 'check-lost' : 'check-gained'}>
        {direction === 'out' ? 'lose' : 'gain'}{' '}
        {decimal === null || asset === null ? (
          <Amount amount={amount} token={asset} isSigned />
        ) : (
          <span title={`${amount} of the smallest unit`}>{`${direction === 'in' ? '+' : ''}${decimal}`}</span>
        )}
        {tokenId !== null && ` #${tokenId}`}
      </span>
      {symbol !== null && <strong title="As the token calls itself; anybody can take any name">{symbol}</strong>}
      <Token token={asset} />
      {usd !== null && <span className="dim">about {Math.abs(usd).toLocaleString('en', { maximumFractionDigits: 2 })} USD</span>}
    </li>
  );
}

function ExposureRow({ exposure, isOwn }: { readonly exposure: Exposure; readonly isOwn: boolean }) {
  const { spender, token, limit, unlimited, expiresAt, atRisk, atRiskDecimal, symbol } = exposure;
  return (
    <li>
      <AddressTag address={spender} partyRole="spender" />
      <span>
        may take {unlimited ? <strong>all</strong> : <Amount amount={limit} token={token} />} of {isOwn ? 'your' : 'its'}
      </span>
      {symbol !== null && <strong title="As the token calls itself; anybody can take any name">{symbol}</strong>}
      <Token token={token} />
      <span className="dim">{expiresAt === null ? 'without end' : `until ${expiresAt.slice(0, 16).replace('T', ' ')}`}</span>
      {atRisk !== null && atRisk !== '0' && (
        <span className="dim">now at risk: {atRiskDecimal ?? <Amount amount={atRisk} token={token} />}</span>
      )}
    </li>
  );
}
