import { agoText, clockText } from '../format/time.js';
import { useNow } from '../signs/use-now.js';
import { useLive } from './live-provider.js';
import './connection-badge.css';

/** Whether what is on the page is what is happening. */
export function ConnectionBadge() {
  const connection = useLive((live) => live.connection);
  const lastEventMs = useLive((live) => live.lastEventMs);
  const now = useNow();
  const last = lastEventMs === null ? null : new Date(lastEventMs).toISOString();
  switch (connection.kind) {
    case 'connecting':
      return <Badge kind="waiting" text="connecting" title="Waiting for the live connection." />;
    case 'live':
      return (
        <Badge kind="live" text="live" title={last === null ? 'Connected; nothing happened yet.' : `Last event ${agoText(last, now)}.`} />
      );
    case 'reconnecting':
      return (
        <Badge
          kind="lost"
          text={`reconnecting, last seen ${clockText(lastEventMs ?? connection.sinceMs)}`}
          title="The live connection was lost. It is tried again by itself, and nothing in between will be missing."
        />
      );
    case 'refused':
      return <Badge kind="lost" text="no live updates" title={connection.reason} />;
  }
}

function Badge({ kind, text, title }: { readonly kind: 'waiting' | 'live' | 'lost'; readonly text: string; readonly title: string }) {
  return (
    <span className={`connection connection-${kind}`} title={title} role="status">
      <span className="connection-mark" aria-hidden="true" />
      {text}
    </span>
  );
}
