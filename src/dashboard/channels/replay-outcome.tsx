import { useQuery } from '@tanstack/react-query';
import type { DeliveryView } from '../../contracts/channel.js';
import { countOf, countText } from '../format/number.js';
import { client } from '../session/client.js';
import type { Replayed } from './use-replay.js';
import './replay-outcome.css';

const ASKED_EVERY_MS = 1_000;
const LOOKED_AT_MOST = 500;

function countIn(deliveries: readonly DeliveryView[], state: DeliveryView['state']): number {
  return deliveries.filter((delivery) => delivery.state === state).length;
}

/** What followed after dead letters were sent again, until all have arrived or are dead once more. */
export function ReplayOutcome({ replayed, onClose }: { readonly replayed: Replayed; readonly onClose: () => void }) {
  const { channelId, ids, count } = replayed;
  const { data } = useQuery({
    queryKey: ['deliveries', 'followed', channelId, ids],
    queryFn: async ({ signal }) => {
      const { items } = await client.channels.deliveries(channelId, { limit: LOOKED_AT_MOST }, signal);
      return items.filter(({ id }) => ids.includes(id));
    },
    refetchInterval: ({ state }) => (state.data?.every((delivery) => delivery.state !== 'pending') === true ? false : ASKED_EVERY_MS),
  });
  const seen = data ?? [];
  const [delivered, dead] = [countIn(seen, 'delivered'), countIn(seen, 'dead')];
  const waiting = ids.length - delivered - dead;
  const reason = seen.find(({ state }) => state === 'dead')?.lastError;
  return (
    <div className={`replay-outcome ${dead > 0 ? 'replay-dead' : ''}`} role="status">
      <p>
        <strong>{countOf(count, 'dead letter')} sent again:</strong>{' '}
        {[
          delivered > 0 ? `${countText(delivered)} delivered` : null,
          waiting > 0 ? `${countText(waiting)} waiting` : null,
          dead > 0 ? `${countText(dead)} dead once more` : null,
        ]
          .filter((part) => part !== null)
          .join(', ')}
        {count > ids.length && `, of the newest ${countText(ids.length)}`}.{reason != null && <span className="dim"> {reason}</span>}
      </p>
      <button type="button" className="quiet-button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
