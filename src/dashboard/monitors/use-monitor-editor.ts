import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type MonitorView, monitorInputSchema } from '../../contracts/monitor.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { client } from '../session/client.js';
import { draftOf, type MonitorDraft } from './draft.js';
import { bodyOf, type MonitorProblem } from './draft-body.js';
import { draftKeeper } from './draft-keeper.js';

export interface MonitorEditor {
  readonly draft: MonitorDraft;
  /** The version that was read before it was changed; 0: a new monitor. */
  readonly base: number;
  readonly isDirty: boolean;
  /** Unsaved changes of an earlier visit are shown. */
  readonly isRestored: boolean;
  /** Somebody saved another version meanwhile: the newest one, as far as it is known here. */
  readonly conflict: MonitorView | 'taken' | null;
  /** What the service said when it refused to keep the draft as it is now. */
  readonly refused: readonly MonitorProblem[];
  readonly saveError: Error | null;
  readonly isSaving: boolean;
  readonly hasTriedToSave: boolean;
  change(part: Partial<MonitorDraft>): void;
  /** Back to what is saved. */
  discard(): void;
  /** `over`: the version that may be replaced though it was never read. */
  save(over?: number): void;
}

interface EditorParts {
  /** Null: a new monitor. */
  readonly saved: MonitorView | null;
  readonly initial: MonitorDraft;
  /** Unsaved changes are kept under this name. */
  readonly keptAs: string;
  readonly onSaved: (monitor: MonitorView) => void;
}

/** A draft over a saved version: kept over visits, and never written over what somebody else saved without being told. */
export function useMonitorEditor({ saved, initial, keptAs, onSaved }: EditorParts): MonitorEditor {
  const queries = useQueryClient();
  const [kept] = useState(() => draftKeeper.get(keptAs));
  const [isRestored, setRestored] = useState(kept !== null);
  const [draft, setDraft] = useState(kept?.draft ?? initial);
  /** What was read, and what was made of it. */
  const [origin, setOrigin] = useState(kept?.origin ?? initial);
  const [base, setBase] = useState(kept?.base ?? saved?.version ?? 0);
  const [refusal, setRefusal] = useState<{ readonly of: MonitorDraft; readonly problems: readonly MonitorProblem[] } | null>(null);
  const [hasTried, setTried] = useState(false);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(origin);

  useEffect(() => {
    if (isDirty) draftKeeper.keep(keptAs, { draft, base, origin });
    else draftKeeper.forget(keptAs);
  }, [isDirty, keptAs, draft, base, origin]);
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);

  function take(next: MonitorDraft, version: number): void {
    setDraft(next);
    setOrigin(next);
    setBase(version);
    setRestored(false);
    setRefusal(null);
    setTried(false);
  }
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async ({ draft: sent, version }: { readonly draft: MonitorDraft; readonly version: number }) => {
      const { body, problems } = bodyOf(sent);
      const read = monitorInputSchema.safeParse(body);
      if (problems.length > 0 || !read.success) {
        const ofShape = read.error?.issues.map(({ path, message }) => refusedAt(`/${path.map(String).join('/')}`, message)) ?? [];
        setRefusal({ of: sent, problems: [...problems, ...ofShape] });
        throw new Error('It cannot be saved yet: the fields say why.');
      }
      return await client.monitors.save(read.data, { version });
    },
    onSuccess: (monitor) => {
      draftKeeper.forget(keptAs);
      queries.setQueryData(['monitor', monitor.id], monitor);
      if (saved !== null) take(draftOf(monitor), monitor.version);
      void queries.invalidateQueries({ queryKey: ['monitors'] });
      void queries.invalidateQueries({ queryKey: ['monitor-versions', monitor.id] });
      onSaved(monitor);
    },
    onError: (failure, { draft: sent }) => {
      if (isProblemError(failure) && failure.status === 400)
        setRefusal({ of: sent, problems: (failure.problem.errors ?? []).map(({ path, message }) => refusedAt(path, message)) });
      if (isProblemError(failure) && failure.status === 409) void queries.invalidateQueries({ queryKey: ['monitor', sent.id] });
    },
  });
  useEffect(() => {
    // Nothing was written here: what somebody else saved is simply shown.
    if (saved !== null && saved.version > base && !isDirty) take(draftOf(saved), saved.version);
  });

  const isConflict = isProblemError(error) && error.status === 409;
  const isNewer = saved !== null && saved.version > base;
  return {
    draft,
    base,
    isDirty,
    isRestored: isRestored && isDirty,
    conflict: isNewer && isDirty ? saved : isConflict && saved === null ? 'taken' : null,
    refused: refusal !== null && refusal.of === draft ? refusal.problems : [],
    saveError: isConflict ? null : error,
    isSaving: isPending,
    hasTriedToSave: hasTried,
    change(part) {
      setDraft((now) => ({ ...now, ...part }));
      if (error !== null) reset();
    },
    discard() {
      draftKeeper.forget(keptAs);
      reset();
      take(initial, saved?.version ?? 0);
    },
    save(over) {
      setTried(true);
      mutate({ draft, version: over ?? base });
    },
  };
}

function refusedAt(path: string, message: string): MonitorProblem {
  return { path, message, line: null, column: null, remedy: null, severity: 'error' };
}
