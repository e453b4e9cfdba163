import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ChainView } from '../../contracts/chain.js';
import { byUrgency } from '../format/wording.js';
import { IncidentRow } from '../incidents/incident-row.js';
import { useAcknowledgeKey } from '../incidents/use-acknowledge-key.js';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { NewButton } from './new-button.js';
import { useCalmList } from './use-calm-list.js';
import { useReading } from './use-reading.js';

/** The worst, so many that the chart is still on the first screen; the rest is one click away. */
const SHOWN_MAX = 5;
const FETCHED_MAX = 200;

export function OpenIncidents({ chains }: { readonly chains: readonly ChainView[] }) {
  const list = useListKeys();
  const { isReading, handlers } = useReading();
  const query = { status: 'open', limit: FETCHED_MAX } as const;
  const { data, error, refetch } = useQuery({
    queryKey: ['incidents', query],
    queryFn: ({ signal }) => client.incidents.list(query, signal),
  });
  const sorted = [...(data?.items ?? [])].sort(byUrgency);
  const { shown: calm, waiting, release } = useCalmList(sorted, isReading);
  const shown = calm.slice(0, SHOWN_MAX);
  useAcknowledgeKey();
  const hidden = calm.length - shown.length;
  return (
    <Panel
      title="Open incidents"
      aside={
        <>
          <NewButton count={waiting} onClick={release} />
          <Link to="/incidents">All incidents</Link>
        </>
      }
    >
      <div ref={list} className="incident-rows" {...handlers}>
        {data === undefined && error === null && <Loading rows={4} height={44} />}
        {data === undefined && error !== null && <Failed error={error} what="the open incidents" onRetry={() => void refetch()} />}
        {data !== undefined && shown.length === 0 && waiting === 0 && (
          <Empty title="No open incident">Blocks that come are analysed as you look; what is found appears here by itself.</Empty>
        )}
        {shown.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} chains={chains} />
        ))}
        {hidden > 0 && (
          <p style={{ paddingTop: 10 }}>
            <Link to="/incidents?status=open">
              {hidden} more open{data?.nextCursor === null ? '' : ', and older ones'}
            </Link>
          </p>
        )}
      </div>
    </Panel>
  );
}
