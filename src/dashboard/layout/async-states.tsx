import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { isProblemError } from '../../sdk/problem-error.js';
import './async-states.css';

export function Loading({ rows = 4, height = 34 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <div className="loading" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children !== undefined && <p className="dim">{children}</p>}
    </div>
  );
}

function adviceFor(error: Error): string {
  if (!isProblemError(error)) return 'Reload the page; if it comes back, the console of the browser says more.';
  if (error.status === 0) return 'Is Tocsin running? The page asks again by itself when it is back.';
  if (error.status === 403) return 'The key of this session lacks the scope for this.';
  if (error.status === 404) return 'It may belong to a chain that is not followed here, or was kept no longer.';
  if (error.status === 429) return 'Too many calls at once. Wait a moment.';
  return 'The log of Tocsin says more.';
}

export function Failed({ error, what, onRetry }: { readonly error: Error; readonly what: string; readonly onRetry: () => void }) {
  return (
    <div className="failed" role="alert">
      <p>
        <strong>Could not load {what}.</strong> {error.message}
      </p>
      <p className="dim">{adviceFor(error)}</p>
      <Button size="xs" variant="default" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
