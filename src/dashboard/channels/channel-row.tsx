import { Link } from 'react-router';
import type { ChannelView, DeliverySummary } from '../../contracts/channel.js';
import { countText } from '../format/number.js';
import { durationText } from '../format/time.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { When } from '../signs/when.js';
import { healthOf } from './channel-health.js';
import { kindWord } from './channel-kinds.js';
import { ChannelMark } from './channel-mark.js';
import { DeliveryMark } from './delivery-mark.js';
import './channel-row.css';

interface ChannelRowProps {
  readonly channel: ChannelView;
  /** Null: not known yet. */
  readonly summary: DeliverySummary | null;
}

/** One destination: does it work, what is sent there, how did the newest go, what waits. */
export function ChannelRow({ channel, summary }: ChannelRowProps) {
  const last = summary?.last ?? null;
  const waiting = (summary?.pending ?? 0) + (summary?.held ?? 0);
  return (
    <Link className="channel-row" to={`/channels/${encodeURIComponent(channel.id)}`} data-row={channel.id}>
      <ChannelMark health={healthOf(channel, summary)} />
      <span className="channel-row-name">
        <span>
          <strong>{channel.id}</strong> <span className="dim">{kindWord(channel.kind)}</span>
        </span>
        <span className="channel-row-target mono dim" title={channel.target}>
          {channel.target}
        </span>
      </span>
      <span className="channel-row-what">
        <span className="channel-row-from">
          from <SeveritySign severity={channel.minSeverity} />
        </span>
        {channel.digest !== null && <span className="dim">digest every {durationText(channel.digest.everyS)}</span>}
      </span>
      <span className="channel-row-last">
        {last === null ? (
          <span className="dim">nothing sent yet</span>
        ) : (
          <>
            <DeliveryMark delivery={last} />
            <span className="dim">
              <When time={last.deliveredAt ?? last.createdAt} />
            </span>
          </>
        )}
      </span>
      <span className="channel-row-counts">
        <Count value={waiting} word="waiting" className={waiting > 0 ? 'channel-count-waiting' : 'dim'} />
        <Count value={summary?.dead ?? 0} word="dead" className={(summary?.dead ?? 0) > 0 ? 'channel-count-dead' : 'dim'} />
      </span>
    </Link>
  );
}

function Count({ value, word, className }: { readonly value: number; readonly word: string; readonly className: string }) {
  return (
    <span className={className}>
      <span className="channel-count">{countText(value)}</span> {word}
    </span>
  );
}
