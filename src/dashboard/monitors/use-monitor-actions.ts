import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MonitorView } from '../../contracts/monitor.js';
import { client } from '../session/client.js';

/** Muting is the next version of a monitor; removing leaves its versions and alerts on record. */
export function useMonitorActions(monitor: MonitorView, onRemoved: () => void = () => undefined) {
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all(
      [['monitors'], ['monitor', monitor.id], ['monitor-versions', monitor.id]].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  const mute = useMutation({
    mutationFn: (muted: boolean) => {
      const { version, updatedAt: _at, updatedBy: _by, health: _health, ...input } = monitor;
      return client.monitors.save({ ...input, muted }, { version });
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => client.monitors.remove(monitor.id),
    onSuccess: async () => {
      onRemoved();
      // What is gone is not asked for again.
      for (const name of ['monitor', 'monitor-versions'])
        void queries.invalidateQueries({ queryKey: [name, monitor.id], refetchType: 'none' });
      await queries.invalidateQueries({ queryKey: ['monitors'] });
    },
  });
  return { mute, remove };
}
