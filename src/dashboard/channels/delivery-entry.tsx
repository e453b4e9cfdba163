import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DeliveryView } from '../../contracts/channel.js';
import { useSession } from '../session/use-session.js';
import { SeverityShape } from '../signs/severity-sign.js';
import { When } from '../signs/when.js';
import { DeliveryDetails } from './delivery-details.js';
import { DeliveryMark } from './delivery-mark.js';
import { deliveryMs, latencyText, typeWord } from './delivery-words.js';

interface DeliveryEntryProps {
  readonly delivery: DeliveryView;
  readonly hasChannel: boolean;
  readonly onReplay: () => void;
}

/** One delivery: how it stands, what it is about, when, how many tries; opens to its tries. */
export function DeliveryEntry({ delivery, hasChannel, onReplay }: DeliveryEntryProps) {
  const [isOpen, setOpen] = useState(false);
  const { may } = useSession();
  const isReplayable = delivery.state === 'dead' && may('write');
  const latency = deliveryMs(delivery);
  return (
    <div className="delivery">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={`delivery-summary ${isReplayable ? 'delivery-summary-dead' : ''}`} data-row={delivery.id}>
          <DeliveryMark delivery={delivery} />
          <span className="delivery-what">
            <span className="delivery-title">
              {delivery.severity !== null && <SeverityShape severity={delivery.severity} size={11} />} {typeWord(delivery.type)}
              {delivery.title !== null && <span className="dim"> {delivery.title}</span>}
            </span>
            {delivery.lastError !== null && delivery.state !== 'delivered' && <span className="delivery-reason">{delivery.lastError}</span>}
          </span>
          <span className="delivery-end dim">
            {hasChannel && <span className="delivery-channel">{delivery.channelId}</span>}
            {delivery.attempts > 1 && <span>{delivery.attempts} tries</span>}
            {latency !== null && <span title="from being queued to being delivered">{latencyText(latency)}</span>}
            <When time={delivery.createdAt} />
          </span>
        </summary>
        {isOpen && (
          <div className="delivery-body">
            <p className="delivery-links">
              {hasChannel && <Link to={`/channels/${encodeURIComponent(delivery.channelId)}`}>Channel {delivery.channelId}</Link>}
              {delivery.incidentId !== null && <Link to={`/incidents/${encodeURIComponent(delivery.incidentId)}`}>The incident</Link>}
            </p>
            <DeliveryDetails delivery={delivery} />
          </div>
        )}
      </details>
      {isReplayable && (
        <Button className="delivery-replay" size="compact-sm" variant="default" onClick={onReplay}>
          Replay
        </Button>
      )}
    </div>
  );
}
