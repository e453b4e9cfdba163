import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { withParam } from '../channels/delivery-filter.js';
import { useListKeys } from '../keyboard/use-list-keys.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { AuditChoices } from './audit-choices.js';
import { auditFilterOf } from './audit-filter.js';
import { AuditRow } from './audit-row.js';

const PAGE = 50;

/** Who did what, when, from where, and what was refused to whom. */
export function AuditSection() {
  const { session, may } = useSession();
  if (!may('admin'))
    return (
      <Panel title="Audit log">
        <NotAllowed session={session} scope="admin" what="Reading the audit log" />
      </Panel>
    );
  return <Audit />;
}

function Audit() {
  const [params, setParams] = useSearchParams();
  const filter = auditFilterOf(params);
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => client.keys.list() });
  const list = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      client.organisations.audit({ ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = useListKeys();
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Panel title="Audit log">
      <AuditChoices
        filter={filter}
        keys={keys.data?.items ?? []}
        onChange={(name, value) => setParams(withParam(params, name, value), { replace: true })}
      />
      {list.isPending && <Loading rows={6} height={38} />}
      {list.error !== null && entries.length === 0 && (
        <Failed error={list.error} what="the audit log" onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && entries.length === 0 && (
        <Empty title={isFiltered ? 'Nothing matches' : 'Nobody changed anything yet'}>
          {isFiltered ? 'Widen the filters.' : 'Every change, and every attempt that was refused, is written here.'}
        </Empty>
      )}
      <div ref={rows}>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </div>
      {list.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Load older
        </Button>
      )}
    </Panel>
  );
}
