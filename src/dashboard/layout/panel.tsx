import { type ReactNode, useId } from 'react';
import { ErrorBoundary } from './error-boundary.js';

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({ title, aside, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className="aside">{aside}</div>}
      </div>
      <div className="panel-body">
        <ErrorBoundary what={`“${title}”`}>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
