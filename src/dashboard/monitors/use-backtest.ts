import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BacktestView, backtestInputSchema } from '../../contracts/backtest.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { client } from '../session/client.js';
import type { BlockRange } from './backtest-range.js';
import type { MonitorDraft } from './draft.js';
import { bodyOf } from './draft-body.js';

const POLL_MS = 500;

export interface BacktestRun {
  /** Null: none was started here. */
  readonly backtest: BacktestView | null;
  /** The draft that it is about. */
  readonly of: MonitorDraft | null;
  readonly isStarting: boolean;
  readonly error: string | null;
  start(of: MonitorDraft, chain: number, range: BlockRange, against: number | null): void;
  cancel(): void;
}

/** Starts a backtest and follows it until it ends. */
export function useBacktest(): BacktestRun {
  const queries = useQueryClient();
  const [started, setStarted] = useState<{ readonly id: string; readonly of: MonitorDraft } | null>(null);
  const key = ['backtest', started?.id];
  const run = useMutation({
    mutationFn: async (asked: {
      readonly of: MonitorDraft;
      readonly chain: number;
      readonly range: BlockRange;
      readonly against: number | null;
    }) => {
      const { body, problems } = bodyOf(asked.of);
      const [first] = problems;
      if (first !== undefined) throw new Error(first.message);
      // A draft that nobody called anything yet can be tried all the same.
      const named = {
        ...body,
        ...(asked.of.id === '' ? { id: 'draft' } : {}),
        ...(asked.of.title === '' ? { title: 'Draft' } : {}),
        owner: asked.of.owner || 'draft',
      };
      const read = backtestInputSchema.safeParse({ monitor: named, chain: asked.chain, ...asked.range, against: asked.against });
      if (!read.success) throw new Error(read.error.issues.map(({ message }) => message).join('; '));
      return await client.backtests.start(read.data);
    },
    onSuccess: (backtest, { of }) => {
      queries.setQueryData(['backtest', backtest.id], backtest);
      setStarted({ id: backtest.id, of });
    },
  });
  const cancelling = useMutation({
    mutationFn: (id: string) => client.backtests.cancel(id),
    onSuccess: (backtest) => queries.setQueryData(['backtest', backtest.id], backtest),
  });
  const followed = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.backtests.get(started?.id ?? '', signal),
    enabled: started !== null,
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'running' ? POLL_MS : false),
  });
  const error = run.error ?? cancelling.error ?? followed.error;
  return {
    backtest: followed.data ?? null,
    of: started?.of ?? null,
    isStarting: run.isPending,
    error: error === null ? null : textOf(error),
    start: (of, chain, range, against) => run.mutate({ of, chain, range, against }),
    cancel: () => {
      if (started !== null) cancelling.mutate(started.id);
    },
  };
}

function textOf(error: Error): string {
  const places = isProblemError(error) ? (error.problem.errors ?? []) : [];
  return [error.message, ...places.map(({ path, message }) => `${path.replace(/^\/monitor/, '') || '/'}: ${message}`)].join(' ');
}
