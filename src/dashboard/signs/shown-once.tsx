import { CopyButton } from './copy-button.js';
import './shown-once.css';

interface ShownOnceProps {
  /** "key", "signing secret". */
  readonly what: string;
  readonly value: string;
}

/** What opens something, in the only moment in which it can be read. */
export function ShownOnce({ what, value }: ShownOnceProps) {
  return (
    <div className="shown-once" role="status">
      <p>
        <strong>Copy the {what} now.</strong> It is shown this once; nobody can read it again.
      </p>
      <p className="shown-once-value">
        <code>{value}</code>
        <CopyButton text={value} what={what} />
      </p>
    </div>
  );
}
