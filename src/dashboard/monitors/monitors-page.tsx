import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { EXAMPLES } from './examples.js';
import './field.css';
import './monitors-page.css';
import { useChains } from '../chains/use-chains.js';
import { byNeed } from './health.js';
import { MonitorRow } from './monitor-row.js';

const PAGE = 200;
/** So few are found without looking for them. */
const FEW = 6;

/** What am I watching, and does it work? */
export default function MonitorsPage() {
  useTitle('Monitors');
  const chains = useChains();
  const list = useInfiniteQuery({
    queryKey: ['monitors'],
    queryFn: ({ pageParam, signal }) => client.monitors.list({ limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: 10_000,
  });
  const keys = useListKeys();
  const [sought, setSought] = useState('');
  const followed = chains.data?.items ?? null;
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const wanted = sought.trim().toLowerCase();
  const monitors = all
    .filter(({ id, title, owner, channels }) => [id, title, owner, ...channels].some((text) => text.toLowerCase().includes(wanted)))
    .toSorted(byNeed(followed));
  return (
    <div className="page">
      <Panel
        isPage
        title="Monitors"
        aside={
          <Button component={Link} to="/monitors/new" size="xs">
            Write a monitor
          </Button>
        }
      >
        {list.isPending && <Loading rows={4} height={62} />}
        {list.error !== null && all.length === 0 && <Failed error={list.error} what="the monitors" onRetry={() => void list.refetch()} />}
        {list.isSuccess && all.length === 0 && <NothingWatched />}
        {all.length > FEW && (
          <input
            className="field-control monitors-filter"
            type="search"
            aria-label="Look for a monitor"
            placeholder="Title, id, owner or channel"
            value={sought}
            onChange={({ currentTarget: { value } }) => setSought(value)}
          />
        )}
        {all.length > 0 && monitors.length === 0 && (
          <Empty title="No monitor is called that">Look for a part of its title, id, owner or channel.</Empty>
        )}
        <div ref={keys}>
          <ul>
            {monitors.map((monitor) => (
              <MonitorRow key={monitor.id} monitor={monitor} chains={followed} />
            ))}
          </ul>
        </div>
        {list.hasNextPage && (
          <Button variant="default" size="xs" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        )}
      </Panel>
    </div>
  );
}

function NothingWatched() {
  return (
    <>
      <Empty title="No monitor of your own yet">
        The catalogue of detectors watches all by itself. A monitor is what you want to hear of beside it: a condition, and the channels
        that it tells.
      </Empty>
      <div className="monitors-start">
        <Button component={Link} to="/monitors/new">
          Write a monitor
        </Button>
      </div>
      <p className="dim">Or begin from an example:</p>
      <div className="monitor-examples">
        {EXAMPLES.map(({ id, title, says }) => (
          <Link key={id} className="monitor-example" to={`/monitors/new?example=${id}`}>
            <strong>{title}</strong>
            <span className="dim">{says}</span>
          </Link>
        ))}
      </div>
    </>
  );
}
