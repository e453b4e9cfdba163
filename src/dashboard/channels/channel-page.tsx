import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { ChannelView } from '../../contracts/channel.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { ChannelHead } from './channel-head.js';
import { DeliveryChoices } from './delivery-choices.js';
import { deliveryFilterOf, withParam } from './delivery-filter.js';
import { DeliveryList } from './delivery-list.js';
import { ResponsePanel } from './response-panel.js';
import { useSummaries } from './use-channels.js';

/** One destination: its settings, whether it works, and all that was sent there. */
export default function ChannelPage() {
  const { id = '' } = useParams();
  useTitle(`Channel ${id}`);
  const { data, error, refetch } = useQuery({ queryKey: ['channel', id], queryFn: ({ signal }) => client.channels.get(id, signal) });
  if (data !== undefined) return <OneChannel channel={data} />;
  const isGone = isProblemError(error) && error.status === 404;
  return (
    <div className="page">
      {isGone && (
        <section className="panel panel-body">
          <h1 style={{ fontSize: 20 }}>There is no channel “{id}”</h1>
          <Empty title="It may have been removed">
            What was sent there is still among <Link to={`/channels?channel=${encodeURIComponent(id)}`}>all deliveries</Link>.
          </Empty>
        </section>
      )}
      {error !== null && !isGone && <Failed error={error} what="this channel" onRetry={() => void refetch()} />}
      {error === null && <Loading rows={3} height={110} />}
    </div>
  );
}

function OneChannel({ channel }: { readonly channel: ChannelView }) {
  const [params, setParams] = useSearchParams();
  const summary = useSummaries().get(channel.id) ?? null;
  const { may } = useSession();
  const { state } = deliveryFilterOf(params);
  const filter = { channel: channel.id, ...(state === undefined ? {} : { state }) };
  return (
    <div className="page">
      <ChannelHead channel={channel} summary={summary} />
      {channel.response !== null && <ResponsePanel channelId={channel.id} response={channel.response} />}
      <Panel title="What was sent there">
        <DeliveryList
          filter={filter}
          choices={
            <DeliveryChoices filter={filter} onChange={(name, value) => setParams(withParam(params, name, value), { replace: true })} />
          }
          deadOfChannel={may('write') ? (summary?.dead ?? 0) : 0}
          empty={
            state === undefined ? (
              <Empty title="Nothing was sent there yet">Send a test, or wait for what concerns it.</Empty>
            ) : (
              <Empty title="No delivery is in this state">Choose another one.</Empty>
            )
          }
        />
      </Panel>
    </div>
  );
}
