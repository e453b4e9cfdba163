import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Failed, Loading } from '../layout/async-states.js';
import { NewButton } from '../overview/new-button.js';
import { useCalmList } from '../overview/use-calm-list.js';
import { useReading } from '../overview/use-reading.js';
import { DeliveryEntry } from './delivery-entry.js';
import type { DeliveryFilter } from './delivery-filter.js';
import { ReplayOutcome } from './replay-outcome.js';
import { useDeliveries } from './use-deliveries.js';
import { type Replayed, useReplay } from './use-replay.js';
import './delivery-list.css';

interface DeliveryListProps {
  readonly filter: DeliveryFilter;
  /** Shown where there is none: what to do. */
  readonly empty: ReactNode;
  /** True where each row says which channel it went to. */
  readonly hasChannels?: boolean;
  /** True where all dead letters of the filter's channel may be sent again at once. */
  readonly deadOfChannel?: number;
}

/** Deliveries, newest first; each opens to what was sent and answered. */
export function DeliveryList({ filter, empty, hasChannels = false, deadOfChannel = 0 }: DeliveryListProps) {
  const list = useDeliveries(filter);
  const [replayed, setReplayed] = useState<Replayed | null>(null);
  const { mutate, isPending, error, variables, reset } = useReplay(setReplayed);
  const { isReading, handlers } = useReading();
  const { shown, waiting, release } = useCalmList(list.data?.pages.flatMap(({ items }) => items) ?? [], isReading);
  const keys = useListKeys();
  const { channel } = filter;
  return (
    <div {...handlers}>
      <div className="delivery-bar">
        {channel !== undefined && deadOfChannel > 0 && (
          <Button size="xs" variant="default" loading={isPending} onClick={() => mutate({ kind: 'channel', channelId: channel })}>
            Replay {deadOfChannel === 1 ? 'the dead letter' : `all ${deadOfChannel} dead letters`}
          </Button>
        )}
        {waiting > 0 && <NewButton count={waiting} onClick={release} />}
      </div>
      {error !== null && (
        <p className="error-text" role="alert">
          {variables?.kind === 'one' ? 'It was' : 'They were'} not sent again: {error.message}{' '}
          <button type="button" className="quiet-button" onClick={reset}>
            Leave it
          </button>
        </p>
      )}
      {replayed !== null && <ReplayOutcome replayed={replayed} onClose={() => setReplayed(null)} />}
      {list.isPending && <Loading rows={5} height={38} />}
      {list.error !== null && shown.length === 0 && <Failed error={list.error} what="the deliveries" onRetry={() => void list.refetch()} />}
      {list.isSuccess && shown.length === 0 && empty}
      <div ref={keys} className="deliveries">
        {shown.map((delivery) => (
          <DeliveryEntry
            key={delivery.id}
            delivery={delivery}
            hasChannel={hasChannels}
            onReplay={() => mutate({ kind: 'one', delivery })}
          />
        ))}
      </div>
      {list.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Load older
        </Button>
      )}
    </div>
  );
}
