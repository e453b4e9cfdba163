import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ChannelView } from '../../contracts/channel.js';
import type { ResponseRuns } from '../../contracts/response.js';
import { Failed, Loading } from '../layout/async-states.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { HashTag } from '../signs/hash-tag.js';
import { When } from '../signs/when.js';
import './response-panel.css';

type Settings = NonNullable<ChannelView['response']>;
type Run = ResponseRuns['items'][number];

const ASKED_EVERY_MS = 5_000;

const STATE_WORDS: Readonly<Record<Run['state'], string>> = {
  begun: 'Under way',
  signed: 'Signed, not sent yet',
  sent: 'Sent, not mined yet',
  done: 'Done',
  reverted: 'Reverted',
  failed: 'Failed',
  withheld: 'Not done',
  'dry-run': 'Dry run',
};

/** What a response does, whether it is armed, and what it did so far. */
export function ResponsePanel({ channelId, response }: { readonly channelId: string; readonly response: Settings }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['responses', channelId],
    queryFn: ({ signal }) => client.channels.responses(channelId, signal),
    refetchInterval: ASKED_EVERY_MS,
  });
  return (
    <Panel title="What it does">
      <p className="response-action">
        On an alert of {response.monitors.join(', ')}: {actionWords(response)},{' '}
        {response.maxPerDay === 1 ? 'once' : `${response.maxPerDay} times`} a day at most
        {response.dryRun && '. A dry run: it is simulated, and nothing is sent'}.
      </p>
      {error !== null && <Failed error={error} what="what it did" onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={2} height={32} />}
      {data !== undefined && (
        <>
          <Switch channelId={channelId} arming={data.arming} isDryRun={response.dryRun} />
          <Runs items={data.items} />
        </>
      )}
    </Panel>
  );
}

function actionWords({ action }: Settings) {
  if (action.kind === 'webhook') return <span className="mono">{action.url}</span>;
  return (
    <>
      <span className="mono">{action.function}</span> of <Link to={`/addresses/${action.to}?chain=${action.chainId}`}>{action.to}</Link> on
      chain {action.chainId}, signed by {action.signer}
    </>
  );
}

/** Two members arm it; one alone disarms it. */
function Switch({
  channelId,
  arming,
  isDryRun,
}: {
  readonly channelId: string;
  readonly arming: ResponseRuns['arming'];
  readonly isDryRun: boolean;
}) {
  const queries = useQueryClient();
  const { session, may } = useSession();
  const change = useMutation({
    mutationFn: (how: 'arm' | 'disarm') => client.channels[how](channelId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['responses', channelId] }),
  });
  return (
    <div className={`response-switch response-${arming.state}`}>
      <p>
        <strong>{arming.state === 'armed' ? 'Armed' : arming.state === 'proposed' ? 'One of two has agreed' : 'Not armed'}</strong>{' '}
        <span className="dim">
          {arming.state === 'armed' && 'by two members; any change of what it does disarms it.'}
          {arming.state === 'proposed' && 'Another member must confirm it within a day of the proposal.'}
          {arming.state === 'off' && (isDryRun ? 'A dry run needs no arming.' : 'It does nothing until two members arm it.')}
        </span>
      </p>
      {!may('admin') && <NotAllowed session={session} scope="admin" what="Arming" />}
      <div className="response-buttons">
        {may('admin') && arming.state !== 'armed' && (
          <Button size="sm" variant="default" loading={change.isPending} onClick={() => change.mutate('arm')}>
            {arming.state === 'proposed' ? 'Confirm as the second' : 'Propose to arm it'}
          </Button>
        )}
        {may('write') && arming.state !== 'off' && (
          <Button size="sm" color="red" loading={change.isPending} onClick={() => change.mutate('disarm')}>
            Disarm
          </Button>
        )}
      </div>
      {change.error !== null && (
        <p className="error-text" role="alert">
          {change.error.message}
        </p>
      )}
    </div>
  );
}

function Runs({ items }: { readonly items: readonly Run[] }) {
  if (items.length === 0) return <p className="dim">It has not answered anything yet.</p>;
  return (
    <ul className="response-runs">
      {items.map(({ id, state, reason, incidentId, createdAt, hash }) => (
        <li key={id}>
          <span className={`response-state response-state-${state}`}>{STATE_WORDS[state]}</span>
          <Link to={`/incidents/${incidentId}`}>incident</Link>
          {hash !== null && <HashTag hash={hash} />}
          {reason !== null && <span className="error-text">{reason}</span>}
          <span className="dim response-when">
            <When time={createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
