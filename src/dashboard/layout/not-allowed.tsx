import type { SessionView } from '../../contracts/management.js';
import type { Scope } from '../session/use-session.js';

interface NotAllowedProps {
  readonly session: SessionView | null;
  readonly scope: Scope;
  /** What it would be for: "Making keys". */
  readonly what: string;
}

/** What the reader's key may not do, in words and in its place. */
export function NotAllowed({ session, scope, what }: NotAllowedProps) {
  return (
    <p className="dim not-allowed">
      {what} needs the scope <code>{scope}</code>.
      {session !== null && ` You are signed in with the key “${session.name}”, which has ${session.scopes.join(', ') || 'none'}.`}
    </p>
  );
}
