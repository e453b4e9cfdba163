import type { IncidentDetail } from '../../contracts/alert.js';
import { exactText } from '../format/time.js';
import { Empty } from '../layout/async-states.js';
import { When } from '../signs/when.js';
import './timeline.css';

/** What happened to the incident, newest first. */
export function Timeline({ incident }: { readonly incident: IncidentDetail }) {
  if (incident.timeline.length === 0) return <Empty title="Nothing happened yet">What people and Tocsin do with it is written here.</Empty>;
  const entries = [...incident.timeline].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={`${entry.at}${entry.kind}${entry.text}`} className={`timeline-${entry.actor === null ? 'system' : 'person'}`}>
          <p>
            <strong>{entry.kind.replaceAll('-', ' ').replaceAll('_', ' ')}</strong>
            {entry.actor !== null && ` by ${entry.actor}`}
            <span className="dim timeline-when" title={exactText(entry.at)}>
              <When time={entry.at} />
            </span>
          </p>
          {entry.text !== '' && <p className="dim">{entry.text}</p>}
        </li>
      ))}
    </ol>
  );
}
