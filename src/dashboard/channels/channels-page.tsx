import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Escalations } from '../escalations/escalations.js';
import { countOf } from '../format/number.js';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { useSession } from '../session/use-session.js';
import { ShownOnce } from '../signs/shown-once.js';
import { ChannelForm } from './channel-form.js';
import { ChannelRow } from './channel-row.js';
import { DeliveryChoices } from './delivery-choices.js';
import { deliveryFilterOf, withParam } from './delivery-filter.js';
import { DeliveryList } from './delivery-list.js';
import { Silences } from './silences.js';
import type { Saved } from './use-channel-form.js';
import { useChannels, useSummaries } from './use-channels.js';
import './channels-page.css';

/** Did it arrive? */
export default function ChannelsPage() {
  useTitle('Channels');
  const [params, setParams] = useSearchParams();
  const channels = useChannels();
  const summaries = useSummaries();
  const { session, may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const keys = useListKeys();
  const filter = deliveryFilterOf(params);
  const items = channels.data?.items ?? [];
  const add = (
    <Button size="xs" onClick={() => setAdding(true)}>
      Add a channel
    </Button>
  );
  return (
    <div className="page">
      <Panel isPage title="Channels" aside={may('write') && items.length > 0 ? add : undefined}>
        {channels.isPending && <Loading rows={3} height={52} />}
        {channels.error !== null && channels.data === undefined && (
          <Failed error={channels.error} what="the channels" onRetry={() => void channels.refetch()} />
        )}
        {channels.isSuccess && items.length === 0 && (
          <Empty title="Nobody is told of anything yet">
            A channel is where alerts go: a webhook, a chat, a pager, a mailbox. {may('write') && add}
          </Empty>
        )}
        {channels.isSuccess && !may('write') && <NotAllowed session={session} scope="write" what="Adding or changing channels" />}
        <div ref={keys} className="channel-list">
          {items.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} summary={summaries.get(channel.id) ?? null} />
          ))}
        </div>
      </Panel>
      {items.length > 0 && <Escalations channels={items.filter(({ kind }) => kind !== 'response').map(({ id }) => id)} />}
      <Silences />
      <Panel title="Deliveries">
        <DeliveryList
          filter={filter}
          choices={
            <DeliveryChoices
              filter={filter}
              channels={items}
              onChange={(name, value) => setParams(withParam(params, name, value), { replace: true })}
            />
          }
          hasChannels
          deadOfChannel={filter.channel === undefined || !may('write') ? 0 : (summaries.get(filter.channel)?.dead ?? 0)}
          empty={<NothingSent isFiltered={filter.state !== undefined || filter.channel !== undefined} count={items.length} />}
        />
      </Panel>
      <AddChannel isOpen={isAdding} onClose={() => setAdding(false)} />
    </div>
  );
}

function NothingSent({ isFiltered, count }: { readonly isFiltered: boolean; readonly count: number }) {
  if (isFiltered) return <Empty title="No delivery matches">Choose another state or channel.</Empty>;
  return (
    <Empty title="Nothing was sent yet">
      {count === 0 ? 'Add a channel first.' : `What is told to ${countOf(count, 'channel')} appears here, with what was answered.`}
    </Empty>
  );
}

/** Adds one; where it came with a secret, that is shown before the new channel's own page is. */
function AddChannel({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string } | null>(null);

  function show(id: string): void {
    setMade(null);
    onClose();
    void navigate(`/channels/${encodeURIComponent(id)}`);
  }

  function saved({ channel, secret }: Saved): void {
    if (secret === null) show(channel.id);
    else setMade({ id: channel.id, secret });
  }

  const title = made === null ? 'Add a channel' : `${made.id} is made`;
  return (
    <Modal
      opened={isOpen}
      onClose={() => (made === null ? onClose() : show(made.id))}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={false}
    >
      {made === null ? (
        <ChannelForm channel={null} onSaved={saved} onClose={onClose} />
      ) : (
        <div className="confirm">
          <ShownOnce what="signing secret" value={made.secret} />
          <p className="dim">The receiver checks each message’s signature with it.</p>
          <div className="dialog-buttons">
            <Button onClick={() => show(made.id)}>I have it</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
