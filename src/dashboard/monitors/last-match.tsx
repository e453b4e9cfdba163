import { Link } from 'react-router';
import type { MonitorView } from '../../contracts/monitor.js';
import { When } from '../signs/when.js';

/** When it last matched, and the incident of it. */
export function LastMatch({ health: { lastMatch, lastIncidentId } }: Pick<MonitorView, 'health'>) {
  if (lastMatch === null) return null;
  const when = (
    <>
      last match <When time={lastMatch} />
    </>
  );
  return lastIncidentId === null ? <span>{when}</span> : <Link to={`/incidents/${lastIncidentId}`}>{when}</Link>;
}
