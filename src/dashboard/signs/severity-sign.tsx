import { SEVERITY_WORD, type Severity } from '../format/wording.js';
import './severity-sign.css';

/** Each severity has its own outline, so that it is told without its colour. */
function shapeOf(severity: Severity) {
  switch (severity) {
    case 'critical':
      return (
        <>
          <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" />
          <path className="severity-cut" d="M8 4.4v4.4M8 11.3v.2" />
        </>
      );
    case 'high':
      return <path d="M8 1.5 15.3 14.3H.7Z" />;
    case 'medium':
      return <path d="M8 .8 15.2 8 8 15.2 .8 8Z" />;
    case 'low':
      return <circle cx="8" cy="8" r="6" />;
    case 'info':
      return <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2" />;
  }
}

export function SeverityShape({ severity, size = 14 }: { readonly severity: Severity; readonly size?: number }) {
  return (
    <svg
      className={`severity-shape severity-${severity}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      aria-hidden="true"
    >
      {shapeOf(severity)}
    </svg>
  );
}

/** Colour, shape and word together: never colour alone. */
export function SeveritySign({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`severity-sign severity-${severity}`}>
      <SeverityShape severity={severity} />
      {SEVERITY_WORD[severity]}
    </span>
  );
}
