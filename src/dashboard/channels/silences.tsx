import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { SuppressionView } from '../../contracts/incident-action.js';
import { shortAddress } from '../format/address.js';
import { exactText } from '../format/time.js';
import { Panel } from '../layout/panel.js';
import { chainName } from '../overview/chain-name.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { When } from '../signs/when.js';
import './silences.css';
import { useChains } from '../chains/use-chains.js';

interface SuppressionPage {
  readonly items: readonly SuppressionView[];
}

const KEY = ['suppressions'];

/** What channels do not hear of, by whose word, and why; it can be lifted here. Not there while nothing is kept silent. */
export function Silences() {
  const queries = useQueryClient();
  const { may } = useSession();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.suppressions.list({ limit: 200 }, signal) });
  const { mutate, error } = useMutation({
    mutationFn: (id: string) => client.suppressions.lift(id),
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey: KEY });
      const before = queries.getQueryData<SuppressionPage>(KEY);
      queries.setQueryData<SuppressionPage>(KEY, (page) =>
        page === undefined ? page : { ...page, items: page.items.filter((one) => one.id !== id) },
      );
      return { before };
    },
    onError: (_error, _id, context) => queries.setQueryData(KEY, context?.before),
    onSettled: () => askAgain(queries, KEY),
  });
  const items = data?.items ?? [];
  if (items.length === 0 && error === null) return null;
  return (
    <Panel title="Kept silent">
      {error !== null && (
        <p className="error-text" role="alert">
          It was not lifted: {error.message}
        </p>
      )}
      <ul>
        {items.map((suppression) => (
          <Silence
            key={suppression.id}
            suppression={suppression}
            mayLift={may('write') && (!suppression.isForEveryone || may('operator'))}
            onLift={() => mutate(suppression.id)}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface SilenceProps {
  readonly suppression: SuppressionView;
  readonly mayLift: boolean;
  readonly onLift: () => void;
}

function Silence({ suppression, mayLift, onLift }: SilenceProps) {
  const { kind, detectorId, address, chainId, until, reason, madeBy, incidentId, isForEveryone } = suppression;
  const chains = useChains();
  const what = [
    detectorId ?? 'everything',
    address === null ? 'at every address' : `at ${shortAddress(address)}`,
    chainId === null ? null : `on ${chainName(chains.data?.items ?? [], chainId)}`,
  ];
  return (
    <li className="silence">
      <span className="chip">{kind === 'mute' ? 'muted' : 'false positive'}</span>
      <div>
        <p title={address ?? undefined}>{what.filter((part) => part !== null).join(' ')}</p>
        <p className="dim">
          “{reason}”, by {madeBy}
          {isForEveryone && ', for everyone'}, <When time={suppression.createdAt} />;{' '}
          {until === null ? 'until it is lifted' : `until ${exactText(until)}`}
          {incidentId !== null && (
            <>
              . <Link to={`/incidents/${encodeURIComponent(incidentId)}`}>The incident</Link>
            </>
          )}
        </p>
      </div>
      {mayLift && (
        <Button size="compact-sm" variant="default" onClick={onLift}>
          Lift
        </Button>
      )}
    </li>
  );
}
