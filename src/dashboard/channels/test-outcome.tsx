import type { ChannelTest } from '../../contracts/channel.js';
import { latencyText } from './delivery-words.js';
import { ExchangeView } from './exchange-view.js';
import './test-outcome.css';

const OUTCOME = {
  delivered: { shape: '✓', says: 'The test arrived.', follows: 'An alert that is answered like this is delivered.' },
  retry: { shape: '↻', says: 'The test did not arrive.', follows: 'An alert that is answered like this is tried again for a day.' },
  dead: { shape: '✕', says: 'The test was refused for good.', follows: 'An alert that is answered like this becomes a dead letter.' },
} as const;

/** What came of a test, with what was sent and answered. */
export function TestOutcome({ result }: { readonly result: ChannelTest }) {
  const { shape, says, follows } = OUTCOME[result.result];
  return (
    <div className={`test-outcome test-${result.result}`} role="status">
      <p className="test-head">
        <span aria-hidden="true">{shape}</span>
        <strong>
          {says}
          {result.reason !== null && ` ${result.reason}`}
        </strong>
        {result.exchange !== null && <span className="dim">{latencyText(result.exchange.latencyMs)}</span>}
      </p>
      <p className="dim">{follows}</p>
      {result.exchange !== null && <ExchangeView exchange={result.exchange} />}
    </div>
  );
}
