import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'react-router';
import type { ChainView } from '../../contracts/chain.js';
import { chainStateSentence } from '../chains/chain-state.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useLive } from '../live/live-provider.js';
import { client } from '../session/client.js';
import { mergeBlocks, riskPoints } from './risk-points.js';
import './risk-panel.css';

const RiskChart = lazy(() => import('./risk-chart.js'));

const SHOWN_BLOCKS = 300;
const NONE: readonly never[] = [];

/** Risk of one chain, block by block, as it comes. */
export function RiskPanel({ chain }: { readonly chain: ChainView }) {
  const { chainId } = chain;
  const series = useQuery({
    queryKey: ['risk', chainId],
    queryFn: ({ signal }) => client.analytics.risk({ chain: chainId, limit: SHOWN_BLOCKS }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const live = useLive(({ blocks }) => blocks.get(chainId) ?? NONE);
  const blocks = useMemo(() => mergeBlocks(series.data?.blocks ?? NONE, live, SHOWN_BLOCKS), [series.data, live]);
  const from = blocks[0]?.number ?? null;
  const coverage = useQuery({
    queryKey: ['coverage', chainId, 'chart'],
    queryFn: ({ signal }) => client.coverage({ chain: chainId, ...(from === null ? {} : { from }) }, signal),
    enabled: from !== null,
    refetchInterval: 10_000,
  });
  const ranges = coverage.data?.ranges;
  const points = useMemo(
    () =>
      riskPoints(
        blocks,
        (ranges ?? NONE).filter(({ state }) => state === 'missing'),
      ),
    [blocks, ranges],
  );
  const isScored = blocks.some(({ maxRisk }) => maxRisk !== null);
  return (
    <Panel
      title={`Risk by block, ${chain.name}`}
      aside={
        <Link to="/chains" className="risk-state">
          {chainStateSentence(chain)}
        </Link>
      }
    >
      {series.error !== null && blocks.length === 0 && (
        <Failed error={series.error} what="the risk of this chain" onRetry={() => void series.refetch()} />
      )}
      {series.isPending && blocks.length === 0 && <Loading rows={1} height={180} />}
      {series.isSuccess && blocks.length === 0 && <Empty title="No block analysed yet">The chart starts with the first one.</Empty>}
      {points.length > 0 && (
        <Suspense fallback={<Loading rows={1} height={180} />}>
          <RiskChart points={points} budgetRisk={isScored ? (series.data?.budgetRisk ?? null) : null} />
        </Suspense>
      )}
      {points.length > 0 && <Legend isScored={isScored} />}
    </Panel>
  );
}

function Legend({ isScored }: { readonly isScored: boolean }) {
  return (
    <ul className="risk-legend">
      {isScored ? (
        <>
          <li>
            <i className="risk-key-bar" /> highest risk of a block
          </li>
          <li>
            <i className="risk-key-budget" /> alert budget
          </li>
        </>
      ) : (
        <>
          <li className="risk-unscored">Not scored: no trained model is installed. Detectors run all the same.</li>
          <li>
            <i className="risk-key-bar" /> transactions of a block
          </li>
        </>
      )}
      <li>
        <i className="risk-key-dot" /> block with findings
      </li>
      <li>
        <i className="risk-key-gap" /> not seen
      </li>
    </ul>
  );
}
