import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { isProblemError } from '../../sdk/problem-error.js';
import { Failed, Loading } from '../layout/async-states.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { draftOf } from './draft.js';
import { Editor } from './editor.js';
import { MonitorHead } from './monitor-head.js';
import { RemovedMonitor } from './removed-monitor.js';

/** One monitor: what it says, whether it works, what it would have said. */
export default function MonitorPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['monitor', id],
    queryFn: ({ signal }) => client.monitors.get(id, signal),
    refetchInterval: 10_000,
  });
  const navigate = useNavigate();
  useTitle(data?.title ?? 'Monitor');
  if (data === undefined)
    return (
      <div className="page">
        <p>
          <Link to="/monitors">Monitors</Link>
        </p>
        {error === null && <Loading rows={3} height={110} />}
        {error !== null &&
          (isProblemError(error) && error.status === 404 ? (
            <RemovedMonitor id={id} />
          ) : (
            <Failed error={error} what="the monitor" onRetry={() => void refetch()} />
          ))}
      </div>
    );
  return (
    <div className="page">
      <MonitorHead monitor={data} onRemoved={() => void navigate('/monitors')} />
      <Editor key={id} saved={data} initial={draftOf(data)} keptAs={id} onSaved={() => undefined} />
    </div>
  );
}
