import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useChains } from '../chains/use-chains.js';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { NewButton } from '../overview/new-button.js';
import { useCalmList } from '../overview/use-calm-list.js';
import { useReading } from '../overview/use-reading.js';
import { client } from '../session/client.js';
import { Filters } from './filters.js';
import { filterOf } from './incident-filter.js';
import { IncidentRow } from './incident-row.js';
import { useAcknowledgeKey } from './use-acknowledge-key.js';

const PAGE = 100;
const ROW_GUESS_PX = 62;

export default function IncidentsPage() {
  useTitle('Incidents');
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const chains = useChains();
  const list = useInfiniteQuery({
    queryKey: ['incidents', 'all', filter],
    queryFn: ({ pageParam, signal }) =>
      client.incidents.list({ ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  useAcknowledgeKey();
  const { isReading, handlers } = useReading();
  const { shown: incidents, waiting, release } = useCalmList(list.data?.pages.flatMap(({ items }) => items) ?? [], isReading);
  const keys = useListKeys();
  const place = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(place.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({ count: incidents.length, estimateSize: () => ROW_GUESS_PX, overscan: 10, scrollMargin: offset });
  return (
    <div className="page">
      <Panel isPage title="Incidents" aside={<NewButton count={waiting} onClick={release} />}>
        <Filters filter={filter} chains={chains.data?.items ?? []} onChange={(next) => setParams(next, { replace: true })} />
        {list.isPending && <Loading rows={6} height={44} />}
        {list.error !== null && incidents.length === 0 && (
          <Failed error={list.error} what="the incidents" onRetry={() => void list.refetch()} />
        )}
        {list.isSuccess && incidents.length === 0 && (
          <Empty title="No incident matches">Widen the filters, or wait: what is found appears here by itself.</Empty>
        )}
        <div ref={place} {...handlers}>
          <div ref={keys} style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map((row) => {
              const incident = incidents[row.index];
              if (incident === undefined) return null;
              return (
                <div
                  key={incident.id}
                  data-index={row.index}
                  ref={rows.measureElement}
                  style={{ position: 'absolute', top: 0, left: 0, width: '100%', transform: `translateY(${row.start - offset}px)` }}
                >
                  <IncidentRow incident={incident} chains={chains.data?.items ?? []} />
                </div>
              );
            })}
          </div>
        </div>
        {list.hasNextPage && (
          <Button variant="default" size="xs" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load older
          </Button>
        )}
      </Panel>
    </div>
  );
}
