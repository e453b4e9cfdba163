import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import type { AlertView } from '../../contracts/alert.js';
import type { ChainView } from '../../contracts/chain.js';
import { countText } from '../format/number.js';
import { SEVERITY_WORD } from '../format/wording.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useLive } from '../live/live-provider.js';
import { client } from '../session/client.js';
import { PauseIcon, PlayIcon } from '../signs/icons.js';
import { SeverityShape } from '../signs/severity-sign.js';
import { When } from '../signs/when.js';
import { chainName } from './chain-name.js';
import { mergeAlerts } from './merge-alerts.js';
import { NewButton } from './new-button.js';
import { useCalmList } from './use-calm-list.js';
import { useReading } from './use-reading.js';
import './feed.css';

const FETCHED = 100;
const ROW_GUESS_PX = 92;

/** What was raised, newest first. It flows while nobody touches it, and waits while somebody reads. */
export function Feed({ chains }: { readonly chains: readonly ChainView[] }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['alerts', 'feed'],
    queryFn: ({ signal }) => client.alerts.list({ limit: FETCHED }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const live = useLive(({ alerts }) => alerts);
  const [isPaused, setPaused] = useState(false);
  useShortcut('p', () => setPaused(!isPaused));
  const { isReading, pointerHandlers, focusHandlers, onScroll } = useReading();
  const { shown, waiting, release } = useCalmList(mergeAlerts(data?.items ?? [], live), isPaused || isReading);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_GUESS_PX,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 6,
  });

  return (
    <div className="feed-area" {...pointerHandlers}>
      <Panel
        title="Feed"
        className="feed"
        aside={
          <>
            <NewButton
              count={waiting}
              onClick={() => {
                release();
                scroller.current?.scrollTo({ top: 0 });
              }}
            />
            <button
              type="button"
              className="feed-pause"
              aria-pressed={isPaused}
              onClick={() => setPaused(!isPaused)}
              title="Pause or resume (p)"
            >
              {isPaused ? <PlayIcon size={13} /> : <PauseIcon size={13} />}
              {isPaused ? 'Resume' : 'Pause'}
            </button>
          </>
        }
      >
        {data === undefined && error === null && <Loading rows={5} height={64} />}
        {data === undefined && error !== null && <Failed error={error} what="the feed" onRetry={() => void refetch()} />}
        {data !== undefined && shown.length === 0 && (
          <Empty title="Nothing raised yet">Each alert appears here the moment its block is analysed.</Empty>
        )}
        <div
          ref={scroller}
          className="feed-scroll"
          {...focusHandlers}
          onScroll={onScroll}
          role="log"
          aria-label={`Alerts, ${countText(shown.length)} shown`}
        >
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map((row) => {
              const alert = shown[row.index];
              if (alert === undefined) return null;
              return (
                <div
                  key={row.key}
                  data-index={row.index}
                  ref={rows.measureElement}
                  className="feed-place"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <FeedItem alert={alert} chains={chains} />
                </div>
              );
            })}
          </div>
        </div>
      </Panel>
    </div>
  );
}

function FeedItem({ alert, chains }: { readonly alert: AlertView; readonly chains: readonly ChainView[] }) {
  return (
    <Link className={`feed-item${alert.status === 'withdrawn' ? ' feed-withdrawn' : ''}`} to={`/incidents/${alert.incidentId}`}>
      <SeverityShape severity={alert.severity} />
      <span className="feed-text">
        <span className="feed-title">
          <span className={`severity-${alert.severity}`}>{SEVERITY_WORD[alert.severity]}</span> {alert.title}
        </span>
        <span className="feed-summary">{alert.summary}</span>
        <span className="feed-meta dim">
          {chainName(chains, alert.chainId)}
          {alert.blockNumber !== null && ` · block ${countText(alert.blockNumber)}`}
          {alert.status === 'withdrawn' && ' · withdrawn: its block was replaced'}
          {' · '}
          <When time={alert.times.alerted} />
        </span>
      </span>
    </Link>
  );
}
