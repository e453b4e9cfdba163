import { useQuery } from '@tanstack/react-query';
import type { ChainView } from '../../contracts/chain.js';
import { countText } from '../format/number.js';
import { durationText } from '../format/time.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { blocksBehind, chainHealth, chainStateSentence } from './chain-state.js';
import { COVERAGE_WORD } from './coverage-cells.js';
import { CoverageStrip } from './coverage-strip.js';
import { Endpoints } from './endpoints.js';
import './chains-page.css';
import { useChains } from './use-chains.js';

/** What did we see, and not see? */
export default function ChainsPage() {
  useTitle('Chains');
  const { data, error, refetch } = useChains(3_000);
  return (
    <div className="page">
      <h1 className="chains-title">What was seen, and what was not</h1>
      {data === undefined && error === null && <Loading rows={2} height={200} />}
      {data === undefined && error !== null && <Failed error={error} what="the chains" onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <section className="panel panel-body">
          <Empty title="No chain is followed">
            Start with <code>tocsin start --rpc wss://…</code>, or with no flag for a local chain.
          </Empty>
        </section>
      )}
      {data?.items.map((chain) => (
        <Chain key={chain.chainId} chain={chain} />
      ))}
    </div>
  );
}

const HEALTH_SIGN = { good: '●', late: '▲', bad: '■' } as const;

function Chain({ chain }: { readonly chain: ChainView }) {
  const health = chainHealth(chain);
  return (
    <Panel
      title={`${chain.name} (${chain.chainId})`}
      aside={
        <span className={`chain-health chain-health-${health}`}>
          <span aria-hidden="true">{HEALTH_SIGN[health]}</span> {chainStateSentence(chain)}
        </span>
      }
    >
      <Numbers chain={chain} />
      <Coverage chain={chain} />
      <Endpoints endpoints={chain.endpoints} />
    </Panel>
  );
}

function Numbers({ chain }: { readonly chain: ChainView }) {
  const behind = blocksBehind(chain);
  const facts: readonly (readonly [name: string, value: string, what: string])[] = [
    ['Head', numberText(chain.head), 'newest block that a source told of'],
    ['Read', numberText(chain.published), 'newest block that was read and checked'],
    ['Analysed', numberText(chain.analysed), 'newest block that was scored and searched'],
    ['Alerted', numberText(chain.alerted), 'newest block whose alerts are out'],
    ['Behind', behind === null ? '–' : countText(behind), 'blocks between head and analysed'],
    ['Newest block', chain.behindSeconds === null ? '–' : `${durationText(chain.behindSeconds)} old`, 'by its own time'],
  ];
  return (
    <dl className="chain-numbers">
      {facts.map(([name, value, what]) => (
        <div key={name} title={what}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function numberText(value: number | null): string {
  return value === null ? '–' : countText(value);
}

function Coverage({ chain }: { readonly chain: ChainView }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['coverage', chain.chainId, 'all'],
    queryFn: ({ signal }) => client.coverage({ chain: chain.chainId }, signal),
    refetchInterval: 5_000,
  });
  return (
    <section className="chain-part" aria-label={`Coverage of ${chain.name}`}>
      <h3>Coverage</h3>
      {data === undefined && error === null && <Loading rows={1} height={26} />}
      {data === undefined && error !== null && <Failed error={error} what="the coverage" onRetry={() => void refetch()} />}
      {data?.ranges.length === 0 && <Empty title="No block analysed yet">The strip grows with the chain.</Empty>}
      {data !== undefined && data.ranges.length > 0 && <CoverageStrip ranges={data.ranges} />}
      <ul className="coverage-legend">
        {(['complete', 'partial', 'missing'] as const).map((state) => (
          <li key={state}>
            <i className={`coverage-${state}`} />
            <span className="number">{countText(chain.coverage[state])}</span> {COVERAGE_WORD[state]}
          </li>
        ))}
      </ul>
    </section>
  );
}
