import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { ModelView } from '../../contracts/management.js';
import { countText } from '../format/number.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { DriftPanel } from './drift-panel.js';
import './models-page.css';
import { useChains } from '../chains/use-chains.js';

const Report = lazy(() => import('./report.js'));

/** Can the score be trusted? */
export default function ModelsPage() {
  useTitle('Models');
  const models = useQuery({ queryKey: ['models'], queryFn: ({ signal }) => client.models.list(signal), refetchInterval: 10_000 });
  const chains = useChains();
  const items = models.data?.items;
  return (
    <div className="page">
      <h1 className="models-title">Can the score be trusted?</h1>
      {items === undefined && models.error === null && <Loading rows={2} height={120} />}
      {items === undefined && models.error !== null && (
        <Failed error={models.error} what="the models" onRetry={() => void models.refetch()} />
      )}
      {items !== undefined && (
        <Panel title="Versions" aside={<span className="dim">{summaryOf(items)}</span>}>
          <Versions models={items} />
        </Panel>
      )}
      {items?.some(({ isActive }) => isActive) === true &&
        chains.data?.items.map(({ chainId, name }) => <DriftPanel key={chainId} chainId={chainId} name={name} />)}
      <Panel title="How it was judged">
        <Suspense fallback={<Loading rows={3} height={60} />}>
          <Report />
        </Suspense>
      </Panel>
    </div>
  );
}

function summaryOf(models: readonly ModelView[]): string {
  const champion = models.find(({ state }) => state === 'champion');
  if (champion === undefined) return 'nothing is scored';
  return `alerts from risk ${champion.budgetRisk ?? '–'} on`;
}

const STATE_WORD = { champion: '● scores', shadow: '◐ scores beside it', candidate: '○ candidate', retired: '– retired' } as const;

function Versions({ models }: { readonly models: readonly ModelView[] }) {
  if (models.length === 0)
    return (
      <Empty title="No model is installed">
        <code>npm run train</code> makes one; until then transactions are searched but not scored.
      </Empty>
    );
  return (
    <div className="models-scroll">
      <table>
        <thead>
          <tr>
            <th>Model</th>
            <th>State</th>
            <th>Trained until</th>
            <th className="number">Rows</th>
            <th className="number">Attacks</th>
            <th>Weight of its parts</th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, state, trainedUntil, training, weights, problem }) => (
            <tr key={id}>
              <td className="mono" title={id}>
                {id.slice(0, 16)}
              </td>
              <td className={`model-${state}`}>{STATE_WORD[state]}</td>
              <td data-name="until">{problem ?? trainedUntil?.slice(0, 10) ?? '–'}</td>
              <td className="number" data-name="rows">
                {countOfFact(training['trainedRows'])}
              </td>
              <td className="number" data-name="attacks">
                {countOfFact(training['attacks'])}
              </td>
              <td className="dim" data-name="weights">
                {Object.entries(weights)
                  .map(([part, weight]) => `${part} ${weight}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function countOfFact(fact: unknown): string {
  return typeof fact === 'number' ? countText(fact) : '–';
}
