import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DeliveryView } from '../../contracts/channel.js';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Failed, Loading } from '../layout/async-states.js';
import { NewButton } from '../overview/new-button.js';
import { useCalmList } from '../overview/use-calm-list.js';
import { useReading } from '../overview/use-reading.js';
import { DeliveryEntry } from './delivery-entry.js';
import type { DeliveryFilter } from './delivery-filter.js';
import { useDeliveries } from './use-deliveries.js';

interface DeliveryRowsProps {
  readonly filter: DeliveryFilter;
  readonly empty: ReactNode;
  readonly hasChannels: boolean;
  readonly onReplay: (delivery: DeliveryView) => void;
}

/** The rows of a list that stays as it is while somebody reads it. */
export function DeliveryRows({ filter, empty, hasChannels, onReplay }: DeliveryRowsProps) {
  const list = useDeliveries(filter);
  const { isReading, handlers } = useReading();
  const { shown, waiting, release } = useCalmList(list.data?.pages.flatMap(({ items }) => items) ?? [], isReading);
  const keys = useListKeys();
  return (
    <div {...handlers}>
      <div className="delivery-new">{waiting > 0 && <NewButton count={waiting} onClick={release} />}</div>
      {list.isPending && <Loading rows={5} height={38} />}
      {list.error !== null && shown.length === 0 && <Failed error={list.error} what="the deliveries" onRetry={() => void list.refetch()} />}
      {list.isSuccess && shown.length === 0 && empty}
      <div ref={keys}>
        {shown.map((delivery) => (
          <DeliveryEntry key={delivery.id} delivery={delivery} hasChannel={hasChannels} onReplay={() => onReplay(delivery)} />
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
