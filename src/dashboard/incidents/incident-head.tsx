import type { AlertView, IncidentDetail } from '../../contracts/alert.js';
import { countOf, countText } from '../format/number.js';
import { exactText } from '../format/time.js';
import { chainName } from '../overview/chain-name.js';
import { AddressTag } from '../signs/address-tag.js';
import { RiskMeter } from '../signs/risk-meter.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { FinalityChip, StatusChip } from '../signs/status-chip.js';
import { When } from '../signs/when.js';
import { IncidentActions } from './incident-actions.js';
import { partiesOf } from './parties.js';
import './incident-head.css';
import { useChains } from '../chains/use-chains.js';

/** The headline sentence, who is in it, and what may be done. */
export function IncidentHead({ incident, worst }: { readonly incident: IncidentDetail; readonly worst: AlertView | null }) {
  const chains = useChains();
  const parties = partiesOf(incident);
  return (
    <section className={`panel incident-head incident-head-${incident.severity}`}>
      <div className="incident-head-signs">
        <SeveritySign severity={incident.severity} />
        <StatusChip status={incident.status} />
        {worst !== null && <FinalityChip finality={worst.finality} />}
        {incident.mutedUntil !== null && (
          <span className="chip" title={incident.muteReason ?? undefined}>
            muted until {exactText(incident.mutedUntil)}
          </span>
        )}
        <span className="dim incident-head-title">{incident.title}</span>
      </div>
      <h1>{worst?.summary ?? incident.title}</h1>
      <ul className="incident-parties">
        {parties.map(({ address, role }) => (
          <li key={`${role}${address}`}>
            <AddressTag address={address} partyRole={role} />
          </li>
        ))}
      </ul>
      <dl className="incident-facts">
        <div>
          <dt>Chain</dt>
          <dd>{chainName(chains.data?.items ?? [], incident.chainId)}</dd>
        </div>
        <div>
          <dt>{incident.firstBlock === incident.lastBlock ? 'Block' : 'Blocks'}</dt>
          <dd className="tabular">
            {countText(incident.firstBlock)}
            {incident.firstBlock !== incident.lastBlock && ` – ${countText(incident.lastBlock)}`}
          </dd>
        </div>
        <div>
          <dt>Began</dt>
          <dd>
            <When time={incident.openedAt} />
          </dd>
        </div>
        <div>
          <dt>Last alert</dt>
          <dd>
            <When time={incident.updatedAt} />, {countOf(incident.alertCount, 'alert')}
          </dd>
        </div>
        <div>
          <dt>Highest risk</dt>
          <dd>
            <RiskMeter risk={incident.maxRisk} />
          </dd>
        </div>
      </dl>
      <IncidentActions incident={incident} />
    </section>
  );
}
