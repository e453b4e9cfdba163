import { Link } from 'react-router';
import type { ChainView } from '../../contracts/chain.js';
import type { MonitorView } from '../../contracts/monitor.js';
import { shortAddress } from '../format/address.js';
import { chainName } from '../overview/chain-name.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { draftKeeper } from './draft-keeper.js';
import { healthWords } from './health.js';
import { HealthSign } from './health-sign.js';
import { LastMatch } from './last-match.js';
import { MonitorMenu } from './monitor-menu.js';
import './monitor-row.css';

interface MonitorRowProps {
  readonly monitor: MonitorView;
  /** Null: not known yet. */
  readonly chains: readonly ChainView[] | null;
}

export function MonitorRow({ monitor, chains }: MonitorRowProps) {
  const health = healthWords(monitor, chains);
  return (
    <li className="monitor-row">
      <SeveritySign severity={monitor.severity} />
      <div className="monitor-row-text">
        <Link className="monitor-row-title" to={`/monitors/${monitor.id}`} data-row={monitor.id}>
          {monitor.title}
        </Link>
        <p className="monitor-row-meta dim">
          <span className="mono">{monitor.id}</span> · v{monitor.version} · {watchedText(monitor)} ·{' '}
          {monitor.chains.map((id) => chainName(chains ?? [], id)).join(', ')}
        </p>
        <p className="monitor-row-meta dim">
          {monitor.muted
            ? 'Muted: no channel hears of it'
            : monitor.channels.length === 0
              ? 'No channel: a step of others'
              : `→ ${monitor.channels.join(', ')}`}
          {draftKeeper.get(monitor.id) !== null && <strong className="monitor-row-draft"> · unsaved changes</strong>}
        </p>
      </div>
      <div className="monitor-row-health">
        <span className="monitor-row-state">
          {monitor.muted && <span className="chip">muted</span>}
          <HealthSign health={health} />
        </span>
        {health.detail !== null && (
          <span className="monitor-row-detail dim" title={health.detail}>
            {health.detail}
          </span>
        )}
        <span className="monitor-row-detail">
          <LastMatch health={monitor.health} />
        </span>
      </div>
      <MonitorMenu monitor={monitor} />
    </li>
  );
}

const SUBJECT_PLURAL: Readonly<Record<MonitorView['on'], string>> = {
  transaction: 'transactions',
  event: 'events',
  call: 'calls',
  transfer: 'transfers',
  block: 'blocks',
  finding: 'findings',
};

/** `events of 0x1234…5678`, `calls of 3 addresses`. */
function watchedText({ on, addresses }: MonitorView): string {
  const [first, ...more] = addresses;
  if (first === undefined) return `all ${SUBJECT_PLURAL[on]}`;
  return `${SUBJECT_PLURAL[on]} of ${more.length === 0 ? shortAddress(first) : `${addresses.length} addresses`}`;
}
