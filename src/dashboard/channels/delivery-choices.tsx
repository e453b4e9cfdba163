import '../incidents/filters.css';
import type { ChannelView } from '../../contracts/channel.js';
import type { DeliveryFilter } from './delivery-filter.js';
import { STATE_CHOICES } from './delivery-words.js';

interface DeliveryChoicesProps {
  readonly filter: DeliveryFilter;
  /** Left out: the list is of one channel. */
  readonly channels?: readonly ChannelView[];
  readonly onChange: (name: 'state' | 'channel', value: string) => void;
}

/** Which deliveries are listed. */
export function DeliveryChoices({ filter, channels, onChange }: DeliveryChoicesProps) {
  const chosen = filter.channel ?? '';
  const known = channels?.map(({ id }) => id) ?? [];
  return (
    <div className="filters">
      <label className="filter">
        <span className="dim">State</span>
        <select value={filter.state ?? ''} onChange={(event) => onChange('state', event.currentTarget.value)}>
          <option value="">Any</option>
          {STATE_CHOICES.map(([state, word]) => (
            <option key={state} value={state}>
              {word}
            </option>
          ))}
        </select>
      </label>
      {channels !== undefined && (
        <label className="filter">
          <span className="dim">Channel</span>
          <select value={chosen} onChange={(event) => onChange('channel', event.currentTarget.value)}>
            <option value="">Any</option>
            {(chosen === '' || known.includes(chosen) ? known : [...known, chosen]).map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
