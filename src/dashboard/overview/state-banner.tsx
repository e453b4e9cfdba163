import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Overview } from '../../contracts/chain.js';
import { countText } from '../format/number.js';
import { clockText } from '../format/time.js';
import { SEVERITIES_WORST_FIRST, SEVERITY_WORD } from '../format/wording.js';
import { Loading } from '../layout/async-states.js';
import { client } from '../session/client.js';
import { SeverityShape } from '../signs/severity-sign.js';
import { StateMark } from './state-mark.js';
import './state-banner.css';

/** What was found must not hide behind what was not seen: both are told, and the worse mark wins. */
function wordAndMark({ state, openIncidents }: Overview): { readonly word: string; readonly mark: Overview['state'] } {
  const isDanger = openIncidents.critical + openIncidents.high > 0;
  return state === 'blind' && isDanger
    ? { word: `${STATE_WORD.danger}, and not everything is seen`, mark: 'danger' }
    : { word: STATE_WORD[state], mark: state };
}

const STATE_WORD: Readonly<Record<Overview['state'], string>> = {
  calm: 'All calm',
  attention: 'Needs attention',
  danger: 'Danger',
  blind: 'Not seeing everything',
};

const REFRESH_MS = 5_000;

/** One sentence on everything. When Tocsin itself does not answer, that is the state. */
export function StateBanner() {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => client.analytics.overview(signal),
    refetchInterval: REFRESH_MS,
  });
  if (error !== null)
    return (
      <Banner state="blind" word="Tocsin does not answer" sentence={error.message}>
        <p className="dim">
          {dataUpdatedAt > 0 ? `What you see below is from ${clockText(dataUpdatedAt)}. ` : ''}It is asked again every few seconds.
        </p>
      </Banner>
    );
  if (data === undefined)
    return (
      <section className="panel panel-body" aria-label="State">
        <Loading rows={2} height={40} />
      </section>
    );
  const { word, mark } = wordAndMark(data);
  return (
    <Banner state={mark} word={word} sentence={data.sentence}>
      <Tally open={data.openIncidents} />
      <p className="banner-counts dim">
        {countText(data.blocks)} blocks · {countText(data.transactions)} transactions · {countText(data.alerts)} alerts so far
      </p>
    </Banner>
  );
}

interface BannerProps {
  readonly state: Overview['state'];
  readonly word: string;
  readonly sentence: string;
  readonly children: ReactNode;
}

function Banner({ state, word, sentence, children }: BannerProps) {
  return (
    <section className={`banner banner-${state}`} aria-label="State" aria-live="polite">
      <StateMark state={state} />
      <div className="banner-text">
        <p className="banner-word">{word}</p>
        <h1>{sentence}</h1>
      </div>
      <div className="banner-facts">{children}</div>
    </section>
  );
}

function Tally({ open }: { readonly open: Overview['openIncidents'] }) {
  return (
    <ul className="tally" aria-label="Open incidents by severity">
      {SEVERITIES_WORST_FIRST.map((severity) => (
        <li key={severity}>
          <Link to={`/incidents?status=open&severity=${severity}`} className={open[severity] === 0 ? 'tally-none' : `severity-${severity}`}>
            <span className="tally-count">{countText(open[severity])}</span>
            <span className="tally-word">
              <SeverityShape severity={severity} size={11} />
              {SEVERITY_WORD[severity]}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
