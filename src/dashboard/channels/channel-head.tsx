import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ChannelView, DeliverySummary } from '../../contracts/channel.js';
import { countOf, countText } from '../format/number.js';
import { durationText, exactText } from '../format/time.js';
import { chainName } from '../overview/chain-name.js';
import { client } from '../session/client.js';
import { SeveritySign } from '../signs/severity-sign.js';
import { When } from '../signs/when.js';
import { ChannelActions } from './channel-actions.js';
import { healthOf } from './channel-health.js';
import { kindForm, kindWord } from './channel-kinds.js';
import { ChannelMark } from './channel-mark.js';
import { TestOutcome } from './test-outcome.js';
import './channel-head.css';
import { useChains } from '../chains/use-chains.js';

/** What a channel is, whether it works, and what may be done with it. */
export function ChannelHead({ channel, summary }: { readonly channel: ChannelView; readonly summary: DeliverySummary | null }) {
  const test = useMutation({ mutationFn: () => client.channels.test(channel.id) });
  return (
    <section className="panel channel-head">
      <p className="channel-head-signs">
        <Link to="/channels">Channels</Link>
        <span className="chip">{kindWord(channel.kind)}</span>
        <ChannelMark health={healthOf(channel, summary)} />
        {summary !== null && (
          <span className="dim">
            {countText(summary.pending)} waiting, {countText(summary.held)} held, {countText(summary.dead)} dead
          </span>
        )}
      </p>
      <h1>{channel.id}</h1>
      <p className="mono channel-head-target" title={channel.target}>
        {channel.target}
      </p>
      <Settings channel={channel} />
      <ChannelActions channel={channel} isTesting={test.isPending} onTest={() => test.mutate()} />
      {test.error !== null && (
        <p className="error-text" role="alert">
          The test was not sent: {test.error.message}
        </p>
      )}
      {test.data !== undefined && <TestOutcome result={test.data} />}
    </section>
  );
}

/** Whether what is sent there would arrive, as of the last canary. */
function CanaryFact({ channel: { id, enabled, canary } }: { readonly channel: ChannelView }) {
  const { data } = useQuery({
    queryKey: ['canary'],
    queryFn: ({ signal }) => client.canary(signal),
    refetchInterval: CANARY_ASKED_EVERY_MS,
    enabled: enabled && canary !== 'off',
  });
  const found = data?.channels.find(({ channelId }) => channelId === id);
  if (found === undefined || data?.everySeconds == null) return null;
  return (
    <div>
      <dt>{canary === 'send' ? 'Canary, sent' : 'Canary, rehearsed'}</dt>
      <dd>
        {found.heardAt === null ? 'none came through yet' : <When time={found.heardAt} />}
        {found.reason !== null && <span className="error-text"> {found.reason}</span>}
      </dd>
    </div>
  );
}

const CANARY_ASKED_EVERY_MS = 15_000;

function Settings({ channel }: { readonly channel: ChannelView }) {
  const chains = useChains();
  const { digest, minGapS, ratePerMinute, addresses, secretRef, secretExpiresAt } = channel;
  return (
    <dl className="channel-facts">
      <div>
        <dt>From</dt>
        <dd>
          <SeveritySign severity={channel.minSeverity} />
        </dd>
      </div>
      <div>
        <dt>About</dt>
        <dd>
          {channel.chains === null ? 'all chains' : channel.chains.map((id) => chainName(chains.data?.items ?? [], id)).join(', ')}
          {addresses !== null && `, ${countOf(addresses.length, 'address', 'addresses')}`}
        </dd>
      </div>
      <div>
        <dt>How often</dt>
        <dd>
          {digest === null ? 'one by one, at once' : `a digest every ${durationText(digest.everyS)}`}
          {minGapS !== null && `; about an incident every ${durationText(minGapS)} at most`}
          {ratePerMinute !== null && `; ${ratePerMinute} a minute at most`}
        </dd>
      </div>
      {(secretRef !== null || kindForm(channel.kind)?.isSigned === true) && (
        <div>
          <dt>Secret</dt>
          <dd>
            {secretRef === null ? 'signs each message' : `stored as ${secretRef}`}
            {secretExpiresAt !== null && `; the old one is valid until ${exactText(secretExpiresAt)}`}
          </dd>
        </div>
      )}
      {channel.apiUrl !== null && (
        <div>
          <dt>API</dt>
          <dd className="mono">{channel.apiUrl}</dd>
        </div>
      )}
      <CanaryFact channel={channel} />
      <div>
        <dt>Made</dt>
        <dd>
          <When time={channel.createdAt} />
        </dd>
      </div>
    </dl>
  );
}
