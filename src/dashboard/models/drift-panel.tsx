import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriftView } from '../../contracts/management.js';
import { countOf, countText, measureText } from '../format/number.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { RangePlot } from '../signs/range-plot.js';
import { driftSentence, driftWord, partWord } from './drift-words.js';

const FIRST = 10;

/** How far a chain's newest transactions are from training. */
export function DriftPanel({ chainId, name }: { readonly chainId: number; readonly name: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['drift', chainId],
    queryFn: ({ signal }) => client.models.drift({ chain: chainId }, signal),
    refetchInterval: 15_000,
  });
  return (
    <Panel
      title={`${name}: budget and drift`}
      aside={data !== undefined && <span className="dim">newest {countText(data.rows)} transactions</span>}
    >
      {data === undefined && error === null && <Loading rows={2} height={80} />}
      {data === undefined && error !== null && <Failed error={error} what="the drift" onRetry={() => void refetch()} />}
      {data !== undefined && data.rows === 0 && <Empty title="Nothing was scored yet">Drift is told as soon as blocks are analysed.</Empty>}
      {data !== undefined && data.rows > 0 && <Drift drift={data} />}
    </Panel>
  );
}

function Drift({ drift }: { readonly drift: DriftView }) {
  const { alerts, parts, shadow } = drift;
  return (
    <div className="drift">
      <p className="drift-sentence">{driftSentence(drift)}</p>
      <dl className="drift-numbers">
        {alerts !== null && (
          <div>
            <dt>Above the line</dt>
            <dd>{countText(alerts.realised)}</dd>
            <dd className="dim">{`risk ${alerts.budgetRisk} and more; the budget expects ${measureText(alerts.budgeted)}`}</dd>
          </div>
        )}
        {parts.map(({ part, below001 }) => (
          <div key={part}>
            <dt>{part}: rarer than 1 in 100</dt>
            <dd>{below001 === null ? '–' : `${(below001 * 100).toFixed(1)} %`}</dd>
            <dd className="dim">{partWord(below001)}</dd>
          </div>
        ))}
        {shadow !== null && (
          <div>
            <dt>Shadow {shadow.modelId.slice(0, 8)}</dt>
            <dd>{`±${measureText(shadow.meanDifference)} risk`}</dd>
            <dd className="dim">
              {`at most ${measureText(shadow.largestDifference)}; above the line ${shadow.aboveLine.shadow} instead of ${shadow.aboveLine.champion}`}
            </dd>
          </div>
        )}
      </dl>
      <Features features={drift.features} />
    </div>
  );
}

function Features({ features }: { readonly features: DriftView['features'] }) {
  const [isAll, setAll] = useState(false);
  const sorted = [...features].sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1));
  const shown = isAll ? sorted : sorted.slice(0, FIRST);
  return (
    <>
      <div className="models-scroll">
        <table>
          <thead>
            <tr>
              <th>Feature</th>
              <th className="number" title="population stability index">
                Drift
              </th>
              <th>
                <VisuallyHidden>In words</VisuallyHidden>
              </th>
              <th>Median in the usual range</th>
              <th className="number">Unknown</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, sentence, psi, unknown, median, usualFrom, usualTo }) => (
              <tr key={id}>
                <td>
                  {sentence} <span className="dim mono">{id.slice(0, 3)}</span>
                </td>
                <td className="number" data-name="drift">
                  {psi === null ? '–' : psi.toFixed(2)}
                </td>
                <td className={`drift-${driftWord(psi).level}`}>{driftWord(psi).word}</td>
                <td>{median === null ? <span className="dim">–</span> : <RangePlot value={median} from={usualFrom} to={usualTo} />}</td>
                <td className="number" data-name="unknown">{`${Math.round(unknown * 100)} %`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > FIRST && (
        <button type="button" className="more-button" onClick={() => setAll(!isAll)}>
          {isAll ? `First ${FIRST}` : `All ${countOf(sorted.length, 'feature')}`}
        </button>
      )}
    </>
  );
}
