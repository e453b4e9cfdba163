import { useQuery } from '@tanstack/react-query';
import type { DeliveryDetail, DeliveryView } from '../../contracts/channel.js';
import { exactText } from '../format/time.js';
import { Failed, Loading } from '../layout/async-states.js';
import { client } from '../session/client.js';
import { CopyButton } from '../signs/copy-button.js';
import { standOf } from './delivery-words.js';
import { ExchangeView } from './exchange-view.js';

const RESULT_WORD = { delivered: 'delivered', retry: 'did not arrive', dead: 'given up' } as const;

/** The tries of one delivery, newest first, each with what was sent and answered. */
export function DeliveryDetails({ delivery }: { readonly delivery: DeliveryView }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['deliveries', 'one', delivery.id, delivery.state, delivery.attempts],
    queryFn: ({ signal }) => client.deliveries.get(delivery.id, signal),
  });
  if (data === undefined)
    return error === null ? <Loading rows={2} height={60} /> : <Failed error={error} what="this delivery" onRetry={() => void refetch()} />;
  return (
    <>
      <p className="dim">{whatNext(data)}</p>
      {data.history.map((attempt, at) => (
        <details key={attempt.at} className="attempt" open={at === 0}>
          <summary className="attempt-head">
            <span className={`attempt-${attempt.result}`}>
              Try {data.history.length - at}: {RESULT_WORD[attempt.result]}
            </span>{' '}
            <span className="dim">
              {exactText(attempt.at)}
              {attempt.reason !== null && ` · ${attempt.reason}`}
            </span>
          </summary>
          {attempt.exchange === null ? <p className="dim">Nothing was sent.</p> : <ExchangeView exchange={attempt.exchange} />}
        </details>
      ))}
      <p className="dim delivery-id">
        <span className="mono">{data.id}</span> <CopyButton text={data.id} what="webhook-id" />
      </p>
    </>
  );
}

/** What is going to happen with it, in a sentence. */
function whatNext(delivery: DeliveryDetail): string {
  switch (standOf(delivery)) {
    case 'pending':
      return 'It waits for its turn: a channel’s messages go one after the other.';
    case 'retrying':
      return `The next try is at ${exactText(delivery.nextAttemptAt)}.`;
    case 'held':
      return delivery.heldUntil === null
        ? 'It waits to be told with others.'
        : `It is told with others at ${exactText(delivery.heldUntil)}.`;
    case 'bundled':
      return `It was told within ${delivery.bundledIn ?? 'another message'}.`;
    case 'delivered':
      return delivery.deliveredAt === null ? 'It arrived.' : `It arrived at ${exactText(delivery.deliveredAt)}.`;
    case 'dead':
      return 'It is not tried again by itself. Mend the receiver, then replay it: its id stays the same, so that a receiver can tell a repeat.';
  }
}
