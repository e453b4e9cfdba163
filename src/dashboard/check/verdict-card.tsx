import type { CheckAnswer } from '../../contracts/check-answer.js';
import { Panel } from '../layout/panel.js';
import { AddressTag } from '../signs/address-tag.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { Amount, ChainOfTokens, Token } from '../transaction/token-amount.js';

const VERDICTS = {
  malicious: { sign: '✕', word: 'Do not sign', advice: 'What it does, or whom it deals with, is known to rob people.' },
  warning: { sign: '▲', word: 'Read before you sign', advice: 'Something is unusual. Sign only if you know why.' },
  not_checked: { sign: '?', word: 'Not checked', advice: 'A part of the check did not run: this is no sign of safety.' },
  benign: { sign: '✓', word: 'Nothing found', advice: 'Every required check ran and found nothing.' },
} as const;

interface VerdictProps {
  readonly answer: CheckAnswer;
  readonly account: string | null;
}

/** The verdict first, then why, then what would happen. */
export function VerdictCard({ answer, account }: VerdictProps) {
  const { sign, word, advice } = VERDICTS[answer.verdict];
  const missing = answer.coverage.filter(({ required, state }) => required && state !== 'ran');
  return (
    <ChainOfTokens value={answer.chainId}>
      <section className={`verdict verdict-${answer.verdict}`} aria-live="polite">
        <span className="verdict-sign" aria-hidden="true">
          {sign}
        </span>
        <div>
          <h2>{word}</h2>
          <p>{advice}</p>
        </div>
      </section>
      {answer.reasons.length > 0 && (
        <Panel title="Why">
          <ul className="check-reasons">
            {answer.reasons.map(({ id, severity, text, address }) => (
              <li key={`${id}${address ?? ''}${text}`}>
                <SeveritySign severity={severity} />
                <span>{text}</span>
                {address !== null && <AddressTag address={address} />}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {missing.length > 0 && (
        <Panel title="What could not be checked">
          <ul className="check-missing">
            {missing.map(({ check, state, why }) => (
              <li key={check}>
                <strong>{check}</strong> <span className="dim">{state}</span> {why}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Effects answer={answer} account={account} />
    </ChainOfTokens>
  );
}

/** Balance changes and what others may take afterwards; the signer's own first. */
function Effects({ answer, account }: VerdictProps) {
  const isOwn = (party: string) => party.toLowerCase() === account?.toLowerCase();
  const changes = [...answer.balanceChanges].sort((a, b) => Number(isOwn(b.party)) - Number(isOwn(a.party)));
  if (changes.length === 0 && answer.exposures.length === 0) return null;
  return (
    <Panel title="What would happen" aside={answer.block !== null && <span className="dim">as of block {answer.block.number}</span>}>
      <ul className="check-effects">
        {changes.map(({ party, asset, amount, tokenId }) => (
          <li key={`${party}${asset ?? ''}${tokenId ?? ''}`}>
            {isOwn(party) ? <strong>You</strong> : <AddressTag address={party} />}
            <span className={amount.startsWith('-') ? 'check-lost' : 'check-gained'}>
              {amount.startsWith('-') ? 'lose' : 'gain'} <Amount amount={amount} token={asset} isSigned />
            </span>
            <Token token={asset} />
          </li>
        ))}
        {answer.exposures.map(({ owner, spender, token, limit, unlimited, expiresAt }) => (
          <li key={`${owner}${spender}${token}`}>
            <AddressTag address={spender} partyRole="spender" />
            <span>
              may take {unlimited ? <strong>all</strong> : <Amount amount={limit} token={token} />} of {isOwn(owner) ? 'your' : 'its'}
            </span>
            <Token token={token} />
            <span className="dim">{expiresAt === null ? 'without end' : `until ${expiresAt.slice(0, 16).replace('T', ' ')}`}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
