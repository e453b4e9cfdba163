import { Kbd } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { type DecisionNotice, decisionNotice } from './decision-notice.js';
import { useUndo } from './use-undo.js';
import './undo-notice.css';

/** Long enough to see what one has done; what went wrong stays until it is read. */
const SHOWN_MS: Readonly<Record<DecisionNotice['kind'], number | null>> = { done: 20_000, undoing: null, undone: 6_000, failed: null };

/** Says what was decided, and takes it back. It stays while the pointer or the focus is on it. */
export function UndoNotice() {
  const notice = useSyncExternalStore(decisionNotice.subscribe, decisionNotice.get);
  const [isHeld, setHeld] = useState(false);
  const { mutate } = useUndo();
  useEffect(() => {
    const ms = notice === null ? null : SHOWN_MS[notice.kind];
    if (ms === null || isHeld) return undefined;
    const timer = setTimeout(() => decisionNotice.set(null), ms);
    return () => clearTimeout(timer);
  }, [notice, isHeld]);
  useShortcut('u', () => {
    if (notice?.kind === 'done') mutate(notice);
  });
  return (
    <div className="undo-place" aria-live="polite">
      {notice !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while somebody is at it
        <div
          className={`undo-notice undo-${notice.kind}`}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <p>
            <strong>{headOf(notice)}</strong> <Link to={`/incidents/${encodeURIComponent(notice.incidentId)}`}>{notice.title}</Link>
            {notice.kind === 'failed' && <span className="undo-why">{notice.says}</span>}
          </p>
          {notice.kind === 'done' && (
            <button type="button" className="undo-button" onClick={() => mutate(notice)}>
              Undo <Kbd size="xs">u</Kbd>
            </button>
          )}
          <button
            type="button"
            className="undo-close"
            aria-label="Close the notice"
            onClick={() => {
              setHeld(false);
              decisionNotice.set(null);
            }}
          >
            ×
          </button>
        </div>
      )}
    </div>
  );
}

function headOf(notice: DecisionNotice): string {
  switch (notice.kind) {
    case 'done':
      return `${notice.says}.`;
    case 'undoing':
      return 'Taking it back…';
    case 'undone':
      return 'Taken back.';
    case 'failed':
      return 'That did not work.';
  }
}
