import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Failed, Loading } from '../layout/async-states.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { emptyDraft } from './draft.js';
import { newName } from './draft-keeper.js';
import { Editor } from './editor.js';
import { EXAMPLES } from './examples.js';
import './monitor-head.css';
import { useChains } from '../chains/use-chains.js';

/** A monitor that nobody wrote yet; `?example=` begins from one. */
export default function NewMonitorPage() {
  useTitle('New monitor');
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const chains = useChains();
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => client.session.get(signal), staleTime: 60_000 });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => client.channels.list(signal) });
  const chosen = params.get('example');
  const isPending = chains.isPending || session.isPending || channels.isPending;
  const initial = useMemo(() => {
    if (isPending) return null;
    const followed = (chains.data?.items ?? []).map(({ chainId }) => chainId);
    const usable = (channels.data?.items ?? []).filter(({ enabled }) => enabled).map(({ id }) => id);
    return {
      ...emptyDraft(followed.slice(0, 1), session.data?.name ?? ''),
      channels: usable.slice(0, 1),
      ...EXAMPLES.find(({ id }) => id === chosen)?.draft,
    };
  }, [isPending, chains.data, session.data, channels.data, chosen]);
  return (
    <div className="page">
      <header className="monitor-head">
        <p>
          <Link to="/monitors">Monitors</Link>
        </p>
        <h1>New monitor</h1>
      </header>
      {chains.error !== null && <Failed error={chains.error} what="the chains" onRetry={() => void chains.refetch()} />}
      {initial === null ? (
        <Loading rows={3} height={110} />
      ) : (
        <Editor
          key={chosen}
          saved={null}
          initial={initial}
          keptAs={newName(chosen)}
          onSaved={({ id }) => void navigate(`/monitors/${id}`, { replace: true })}
        />
      )}
    </div>
  );
}
