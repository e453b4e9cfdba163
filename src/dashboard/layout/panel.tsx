import { type ReactNode, useId } from 'react';
import { ErrorBoundary } from './error-boundary.js';

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly className?: string;
  /** True where it is what the page is about. */
  readonly isPage?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, aside, className, isPage = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id}>
      <div className="panel-head">
        {isPage ? <h1 id={id}>{title}</h1> : <h2 id={id}>{title}</h2>}
        {aside !== undefined && <div className="aside">{aside}</div>}
      </div>
      <div className="panel-body">
        <ErrorBoundary what={`“${title}”`}>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
