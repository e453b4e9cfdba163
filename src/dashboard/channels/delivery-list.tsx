import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DeliveryFilter } from './delivery-filter.js';
import { DeliveryRows } from './delivery-rows.js';
import { ReplayOutcome } from './replay-outcome.js';
import { type Replayed, useReplay } from './use-replay.js';
import './delivery-list.css';

interface DeliveryListProps {
  readonly filter: DeliveryFilter;
  /** What chooses the filter. */
  readonly choices?: ReactNode;
  /** Shown where there is none: what to do. */
  readonly empty: ReactNode;
  /** True where each row says which channel it went to. */
  readonly hasChannels?: boolean;
  /** How many dead letters of the filter's channel may be sent again at once. */
  readonly deadOfChannel?: number;
}

/** Deliveries, newest first; each opens to what was sent and answered, and what is dead can be sent again. */
export function DeliveryList({ filter, choices, empty, hasChannels = false, deadOfChannel = 0 }: DeliveryListProps) {
  const [replayed, setReplayed] = useState<Replayed | null>(null);
  const { mutate, isPending, error, variables, reset } = useReplay(setReplayed);
  const { channel } = filter;
  return (
    <>
      <div className="delivery-bar">
        {choices}
        {channel !== undefined && deadOfChannel > 0 && (
          <Button size="xs" variant="default" loading={isPending} onClick={() => mutate({ kind: 'channel', channelId: channel })}>
            Replay {deadOfChannel === 1 ? 'the dead letter' : `all ${deadOfChannel} dead letters`}
          </Button>
        )}
      </div>
      {error !== null && (
        <p className="error-text" role="alert">
          {variables?.kind === 'one' ? 'It was' : 'They were'} not sent again: {error.message}{' '}
          <button type="button" className="quiet-button" onClick={reset}>
            Leave it
          </button>
        </p>
      )}
      {replayed !== null && <ReplayOutcome replayed={replayed} onClose={() => setReplayed(null)} />}
      <DeliveryRows
        key={JSON.stringify(filter)}
        filter={filter}
        empty={empty}
        hasChannels={hasChannels}
        onReplay={(delivery) => mutate({ kind: 'one', delivery })}
      />
    </>
  );
}
