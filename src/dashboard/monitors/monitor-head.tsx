import { Link } from 'react-router';
import type { MonitorView } from '../../contracts/monitor.js';
import { When } from '../signs/when.js';
import { ByKey } from './by-key.js';
import { healthWords } from './health.js';
import { HealthSign } from './health-sign.js';
import { LastMatch } from './last-match.js';
import './monitor-head.css';
import { useChains } from '../chains/use-chains.js';
import { MonitorMenu } from './monitor-menu.js';

/** What it is called, whether it works, and who wrote what is asked now. */
export function MonitorHead({ monitor, onRemoved }: { readonly monitor: MonitorView; readonly onRemoved: () => void }) {
  const chains = useChains();
  const health = healthWords(monitor, chains.data?.items ?? null);
  return (
    <header className="monitor-head">
      <p>
        <Link to="/monitors">Monitors</Link>
      </p>
      <div className="monitor-head-line">
        <h1>{monitor.title}</h1>
        {monitor.muted && <span className="chip">muted</span>}
        <MonitorMenu monitor={monitor} onRemoved={onRemoved} />
      </div>
      <p className="monitor-head-health">
        <HealthSign health={health} />
        {health.detail !== null && <span>{health.detail}</span>}
        <LastMatch health={monitor.health} />
        <span className="dim">
          version {monitor.version} by <ByKey id={monitor.updatedBy} />, <When time={monitor.updatedAt} />
        </span>
      </p>
    </header>
  );
}
