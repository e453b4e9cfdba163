import { useState } from 'react';
import type { BacktestMatch, BacktestResult as Result } from '../../contracts/backtest.js';
import { countOf, countText } from '../format/number.js';
import { exactText } from '../format/time.js';
import { AddressTag } from '../signs/address-tag.js';
import { HashTag } from '../signs/hash-tag.js';

interface BacktestResultProps {
  readonly result: Result;
  /** The draft was changed since. */
  readonly isOld: boolean;
}

interface Part {
  readonly id: string;
  readonly word: string;
  readonly count: number;
  readonly sample: readonly BacktestMatch[];
}

/** What a backtest came to, and what it could not see. */
export function BacktestResult({ result, isOld }: BacktestResultProps) {
  const { monitor, diff, blocks, transactions } = result;
  const parts: readonly Part[] = [
    ...(diff === null
      ? []
      : [
          { id: 'added', word: 'Only with the changes', count: diff.added, sample: diff.addedSample },
          { id: 'removed', word: 'Only before', count: diff.removed, sample: diff.removedSample },
        ]),
    { id: 'all', word: 'All matches', count: monitor.alerts, sample: monitor.sample },
    ...(monitor.errors === 0 ? [] : [{ id: 'errors', word: 'Errors', count: monitor.errors, sample: monitor.errorSample }]),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = parts.find(({ id }) => id === chosen) ?? parts.find(({ count }) => count > 0) ?? parts[0];
  return (
    <div className="backtest-result">
      <p className="backtest-head" role="status">
        <strong>{countOf(monitor.alerts, 'alert')}</strong> in {countOf(blocks, 'block')} and {countOf(transactions, 'transaction')}
        {diff !== null && (
          <>
            : <DiffText added={diff.added} removed={diff.removed} />
          </>
        )}
      </p>
      {isOld && <p className="notice">The monitor was changed since: run it again.</p>}
      <Unseen result={result} />
      {monitor.alerts + monitor.errors + (diff?.removed ?? 0) > 0 && (
        <>
          <div className="backtest-parts">
            {parts.map(({ id, word, count }) => (
              <button key={id} type="button" aria-pressed={shown?.id === id} onClick={() => setChosen(id)}>
                {word} <span className="number">{countText(count)}</span>
              </button>
            ))}
          </div>
          {shown !== undefined && <Matches part={shown} />}
        </>
      )}
    </div>
  );
}

function DiffText({ added, removed }: { readonly added: number; readonly removed: number }) {
  if (added + removed === 0) return <>the same as before</>;
  return (
    <>
      <strong className="diff-added">+{countText(added)}</strong> <strong className="diff-removed">−{countText(removed)}</strong> alerts
      against the saved version
    </>
  );
}

/** Said as plainly as what was found. */
function Unseen({ result: { missing, missingCount, from, to, blocks, cold, monitor } }: { readonly result: Result }) {
  const gaps = to - from + 1 - blocks - missingCount;
  return (
    <ul className="backtest-unseen">
      {missingCount > 0 && (
        <li>
          <strong>{countOf(missingCount, 'block')} could not be had:</strong> {missing.slice(0, 12).map(countText).join(', ')}
          {missingCount > 12 && ' and more'}. What happened there is not counted.
        </li>
      )}
      {gaps > 0 && <li>{countOf(gaps, 'block')} of the range were never recorded here.</li>}
      {monitor.errors > 0 && <li>The condition could not be evaluated {countOf(monitor.errors, 'time')}: see the errors.</li>}
      {cold && (
        <li>Windows, baselines and history begin empty at block {countText(from)}: what needs a past is seen less well than live.</li>
      )}
    </ul>
  );
}

function Matches({ part: { count, sample } }: { readonly part: Part }) {
  if (count === 0) return <p className="dim">None.</p>;
  return (
    <>
      <ol className="matches">
        {sample.map((match, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one transaction can match several times, and the list never moves
          <li key={at}>
            <span className="matches-place">
              <span className="number" title={exactText(match.time)}>
                {countText(match.blockNumber)}
              </span>
              {match.transactionHash === null ? <span className="dim">the block</span> : <HashTag hash={match.transactionHash} />}
            </span>
            <span className="matches-text">
              {match.summary}
              <AddressTag address={match.subject} />
              {match.reasons.map((reason) => (
                <span key={reason} className="mono dim">
                  {reason}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {count > sample.length && (
        <p className="dim">
          The first {sample.length} of {countText(count)}.
        </p>
      )}
    </>
  );
}
