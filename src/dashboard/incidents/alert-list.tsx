import { useState } from 'react';
import type { AlertView } from '../../contracts/alert.js';
import { countText } from '../format/number.js';
import { exactText } from '../format/time.js';
import { Empty } from '../layout/async-states.js';
import { HashTag } from '../signs/hash-tag.js';
import { RiskMeter } from '../signs/risk-meter.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { FinalityChip, StatusChip } from '../signs/status-chip.js';
import { When } from '../signs/when.js';
import { EvidenceValues } from './evidence.js';
import { Reasons } from './reasons.js';
import './alert-list.css';

const FIRST_SHOWN = 50;

export function AlertList({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const [shown, setShown] = useState(FIRST_SHOWN);
  if (alerts.length === 0) return <Empty title="No alert stands any more">All were withdrawn with their blocks.</Empty>;
  return (
    <>
      {alerts.slice(0, shown).map((alert) => (
        <AlertEntry key={alert.id} alert={alert} />
      ))}
      {alerts.length > shown && (
        <button type="button" className="more-button" onClick={() => setShown(shown + FIRST_SHOWN)}>
          Show {Math.min(FIRST_SHOWN, alerts.length - shown)} more
        </button>
      )}
    </>
  );
}

function AlertEntry({ alert }: { readonly alert: AlertView }) {
  return (
    <details className="alert-entry">
      <summary>
        <SeveritySign severity={alert.severity} />
        <span className="alert-entry-text">{alert.summary}</span>
        <span className="alert-entry-end dim">
          {alert.blockNumber !== null && `block ${countText(alert.blockNumber)} · `}
          <When time={alert.times.block} />
        </span>
      </summary>
      <div className="alert-entry-body">
        <p className="alert-entry-signs">
          <StatusChip status={alert.status} />
          <FinalityChip finality={alert.finality} />
          <RiskMeter risk={alert.risk} />
          {alert.transactionHash !== null && <HashTag hash={alert.transactionHash} />}
        </p>
        <Reasons alert={alert} />
        <EvidenceValues evidence={alert.evidence} />
        <dl className="facts alert-entry-times">
          <dt>Detector</dt>
          <dd>
            {alert.detector.id}, version {alert.detector.version}
          </dd>
          <dt>Block time</dt>
          <dd>{exactText(alert.times.block)}</dd>
          <dt>Seen, analysed, alerted</dt>
          <dd>
            {exactText(alert.times.seen)}, {exactText(alert.times.analysed)}, {exactText(alert.times.alerted)}
          </dd>
          <dt>Model, rules</dt>
          <dd className="mono">
            {alert.modelId ?? 'not scored'}, {alert.rulesVersion}
          </dd>
        </dl>
      </div>
    </details>
  );
}
