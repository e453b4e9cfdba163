import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { When } from '../signs/when.js';
import { ByKey } from './by-key.js';
import './field.css';

/** One that is watched no more: who took it away, and the way back. */
export function RemovedMonitor({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['monitor-versions', id],
    queryFn: ({ signal }) => client.monitors.versions(id, signal),
    retry: false,
  });
  const last = data?.find(({ monitor }) => monitor !== null)?.monitor ?? null;
  const [removal] = data ?? [];
  const restore = useMutation({
    mutationFn: (version: number) => {
      if (last === null) throw new Error('no version of it can be read');
      return client.monitors.save(last, { version });
    },
    onSettled: () =>
      Promise.all([['monitor', id], ['monitor-versions', id], ['monitors']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  if (error !== null) return <Failed error={error} what={`the monitor ${id}`} onRetry={() => void refetch()} />;
  if (data === undefined || removal === undefined) return <Loading rows={2} height={60} />;
  return (
    <Panel title={last?.title ?? id} isPage>
      <Empty title="It is watched no more">
        Removed by <ByKey id={removal.by} />, <When time={removal.at} />. Its versions and alerts stay on record.
      </Empty>
      {last !== null && (
        <div className="save-buttons removed-actions">
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(removal.version)}>
            Watch it again
          </Button>
        </div>
      )}
      {restore.error !== null && (
        <p className="problem-error" role="alert">
          It could not be brought back: {restore.error.message}
        </p>
      )}
    </Panel>
  );
}
