import { Link } from 'react-router';
import type { IncidentView } from '../../contracts/alert.js';
import type { ChainView } from '../../contracts/chain.js';
import { shortAddress } from '../format/address.js';
import { countOf, countText } from '../format/number.js';
import { chainName } from '../overview/chain-name.js';
import { RiskMeter } from '../signs/risk-meter.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { StatusChip } from '../signs/status-chip.js';
import { When } from '../signs/when.js';
import './incident-row.css';

interface IncidentRowProps {
  readonly incident: IncidentView;
  readonly chains: readonly ChainView[];
}

export function IncidentRow({ incident, chains }: IncidentRowProps) {
  const blocks =
    incident.firstBlock === incident.lastBlock
      ? `block ${countText(incident.firstBlock)}`
      : `blocks ${countText(incident.firstBlock)} to ${countText(incident.lastBlock)}`;
  return (
    <Link className={`incident-row incident-row-${incident.severity}`} to={`/incidents/${incident.id}`} data-row={incident.id}>
      <SeveritySign severity={incident.severity} />
      <span className="incident-row-text">
        <span className="incident-row-title" title={incident.title}>
          {incident.title}
        </span>
        <span className="incident-row-meta dim">
          {incident.subject.role}{' '}
          <span className="mono" title={incident.subject.address}>
            {shortAddress(incident.subject.address)}
          </span>
          {' · '}
          {chainName(chains, incident.chainId)}, {blocks}
        </span>
      </span>
      <span className="incident-row-end">
        {incident.status !== 'open' && <StatusChip status={incident.status} />}
        <RiskMeter risk={incident.maxRisk} />
        <span className="incident-row-count dim">
          {countOf(incident.alertCount, 'alert')} · <When time={incident.updatedAt} />
        </span>
      </span>
    </Link>
  );
}
