import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { IncidentDetail } from '../../contracts/alert.js';
import { FINALITY_SENTENCE, worstAlert } from '../format/wording.js';
import { Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { AlertList } from './alert-list.js';
import { Evidence } from './evidence.js';
import { IncidentDeliveries } from './incident-deliveries.js';
import { IncidentHead } from './incident-head.js';
import { IncidentTransaction } from './incident-transaction.js';
import { Reasons } from './reasons.js';
import { Timeline } from './timeline.js';

/** What happened, how sure are we, what now? */
export default function IncidentPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => client.incidents.get(id, signal),
    refetchInterval: 15_000,
  });
  useTitle(data?.title ?? 'Incident');
  if (data !== undefined) return <Incident incident={data} />;
  return (
    <div className="page">
      {error === null ? <Loading rows={3} height={120} /> : <Failed error={error} what="this incident" onRetry={() => void refetch()} />}
    </div>
  );
}

function Incident({ incident }: { readonly incident: IncidentDetail }) {
  const worst = worstAlert(incident.alerts);
  return (
    <div className="page">
      <IncidentHead incident={incident} worst={worst} />
      <div className="columns wide-left">
        <div className="stack">
          {worst !== null && (
            <Panel title="Why it was raised">
              <Reasons alert={worst} />
              <p className="dim" style={{ fontSize: 12, paddingTop: 8 }}>
                {FINALITY_SENTENCE[worst.finality]}
              </p>
            </Panel>
          )}
          <IncidentTransaction alerts={incident.alerts} worst={worst} />
          <Panel title={incident.alerts.length === 1 ? 'The alert' : `All ${incident.alerts.length} alerts`}>
            <AlertList alerts={incident.alerts} />
          </Panel>
          <Panel title="Who was told">
            <IncidentDeliveries incidentId={incident.id} />
          </Panel>
        </div>
        <div className="stack">
          {worst !== null && (
            <Panel title="Evidence">
              <Evidence alert={worst} />
            </Panel>
          )}
          <Panel title="Timeline">
            <Timeline incident={incident} />
          </Panel>
        </div>
      </div>
    </div>
  );
}
