import type { TransactionView } from '../../contracts/transaction.js';
import { countText } from '../format/number.js';
import { worstAlert } from '../format/wording.js';
import { chainName } from '../overview/chain-name.js';
import { AddressTag } from '../signs/address-tag.js';
import { CopyButton } from '../signs/copy-button.js';
import { RiskMeter } from '../signs/risk-meter.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { When } from '../signs/when.js';
import { summarySentence } from './summary-sentence.js';
import '../incidents/incident-head.css';
import { useChains } from '../chains/use-chains.js';

const STATUS_SIGN = { succeeded: '✓ succeeded', reverted: '✕ reverted', unknown: 'outcome unknown: no receipt' } as const;

export function TransactionHead({ transaction }: { readonly transaction: TransactionView }) {
  const chains = useChains();
  const worst = worstAlert(transaction.findings);
  return (
    <section className={`panel incident-head incident-head-${worst?.severity ?? 'info'}`}>
      <div className="incident-head-signs">
        {worst === null ? <span className="chip">nothing found</span> : <SeveritySign severity={worst.severity} />}
        <span className="chip">{STATUS_SIGN[transaction.status]}</span>
        <span className="dim mono">{transaction.hash}</span>
        <CopyButton text={transaction.hash} what="hash" />
      </div>
      <h1>{summarySentence(transaction)}</h1>
      <ul className="incident-parties">
        <li>
          <AddressTag address={transaction.from} partyRole="from" />
        </li>
        <li>
          {transaction.to === null ? (
            <span className="dim">creates a contract</span>
          ) : (
            <AddressTag address={transaction.to} partyRole="to" />
          )}
        </li>
      </ul>
      <dl className="incident-facts">
        <div>
          <dt>Chain</dt>
          <dd>{chainName(chains.data?.items ?? [], transaction.chainId)}</dd>
        </div>
        <div>
          <dt>Block, place</dt>
          <dd>
            {countText(transaction.blockNumber)}, {countText(transaction.index)}
          </dd>
        </div>
        <div>
          <dt>When</dt>
          <dd>
            <When time={transaction.blockTime} />
          </dd>
        </div>
        <div>
          <dt>Gas used</dt>
          <dd>{transaction.gasUsed === null ? 'unknown' : countText(transaction.gasUsed)}</dd>
        </div>
        <div>
          <dt>Logs</dt>
          <dd>{countText(transaction.logCount)}</dd>
        </div>
        <div>
          <dt>Risk</dt>
          <dd>
            <RiskMeter risk={transaction.risk} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
