import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { client } from '../session/client.js';
import { NO_VOCABULARY, type Vocabulary } from './completions.js';
import type { MonitorDraft } from './draft.js';
import { bodyOf, type MonitorProblem } from './draft-body.js';

const PAUSE_MS = 250;

export interface MonitorCheck {
  /** Of the newest draft that was answered. */
  readonly problems: readonly MonitorProblem[];
  readonly vocabulary: Vocabulary;
  readonly cost: { readonly nodes: number; readonly worst: number } | null;
  /** `checking`: what is shown is of a moment ago. */
  readonly state: 'checking' | 'checked' | 'failed';
  readonly error: Error | null;
  /** The condition that the problems are about. */
  readonly of: string | null;
}

/** Asks the service about what is written, a moment after the last key. An answer belongs to its question: an older one never replaces a newer one. */
export function useMonitorCheck(draft: MonitorDraft): MonitorCheck {
  const asked = useSettled(draft);
  const { body, problems } = useMemo(() => bodyOf(asked), [asked]);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['monitor-check', body],
    queryFn: async ({ signal }) => ({ of: asked.when, ...(await client.monitors.validate(body, signal)) }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const all = useMemo(() => [...problems, ...(data?.problems ?? [])], [problems, data]);
  const isBehind = asked !== draft || isPlaceholderData || (isFetching && data === undefined);
  return {
    problems: all,
    vocabulary: data ?? NO_VOCABULARY,
    cost: data?.cost ?? null,
    state: error !== null ? 'failed' : isBehind ? 'checking' : 'checked',
    error,
    of: data?.of ?? null,
  };
}

/** What a value was when it last stood still. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
