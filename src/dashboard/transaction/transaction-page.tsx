import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import type { AlertView } from '../../contracts/alert.js';
import type { TransactionView } from '../../contracts/transaction.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { shortHash } from '../format/address.js';
import { AlertList } from '../incidents/alert-list.js';
import { Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { ScoreCard } from './score-card.js';
import { TransactionHead } from './transaction-head.js';
import { TransactionStory } from './transaction-story.js';

/** A hash of 32 bytes may be an alert's id: then its incident is what was looked for. */
async function load(hash: string, signal: AbortSignal): Promise<TransactionView | AlertView> {
  try {
    return await client.transaction(hash, signal);
  } catch (error) {
    if (!isProblemError(error) || error.status !== 404) throw error;
    return await client.alerts.get(hash, signal).catch(() => Promise.reject(error));
  }
}

/** What is this? */
export default function TransactionPage() {
  const { hash = '' } = useParams();
  useTitle(`Transaction ${shortHash(hash)}`);
  const { data, error, refetch } = useQuery({ queryKey: ['transaction', hash], queryFn: ({ signal }) => load(hash, signal) });
  if (data === undefined)
    return (
      <div className="page">
        {error === null ? (
          <Loading rows={3} height={120} />
        ) : (
          <Failed error={error} what="this transaction" onRetry={() => void refetch()} />
        )}
      </div>
    );
  if ('incidentId' in data) return <Navigate to={`/incidents/${data.incidentId}`} replace />;
  return <Transaction transaction={data} />;
}

function Transaction({ transaction }: { readonly transaction: TransactionView }) {
  return (
    <div className="page">
      <TransactionHead transaction={transaction} />
      <div className="columns wide-left">
        <div className="stack">
          {transaction.findings.length > 0 && (
            <Panel title="What was found">
              <AlertList alerts={transaction.findings} />
            </Panel>
          )}
          <TransactionStory transaction={transaction} parties={rolesOf(transaction)} />
        </div>
        <div className="stack">
          <Panel title="Score">
            <ScoreCard transaction={transaction} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function rolesOf({ findings, from }: TransactionView): ReadonlyMap<string, string> {
  const roles = new Map([[from.toLowerCase(), 'sender']]);
  for (const { subject, parties } of findings)
    for (const { address, role } of [...parties, subject]) roles.set(address.toLowerCase(), role);
  return roles;
}
