import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertView } from '../../contracts/alert.js';
import { shortHash } from '../format/address.js';
import { Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { HashTag } from '../signs/hash-tag.js';
import { TransactionStory } from '../transaction/transaction-story.js';
import './filters.css';

const CHOICES_MAX = 20;

/** The transactions of an incident, the worst first; one of them is told in full. */
export function IncidentTransaction({ alerts, worst }: { readonly alerts: readonly AlertView[]; readonly worst: AlertView | null }) {
  const hashes = [...new Set([worst, ...alerts].flatMap((alert) => (alert?.transactionHash == null ? [] : [alert.transactionHash])))];
  const [chosen, setChosen] = useState<string | null>(null);
  const hash = chosen ?? hashes[0];
  const { data, error, refetch } = useQuery({
    queryKey: ['transaction', hash],
    queryFn: ({ signal }) => client.transaction(hash ?? '', signal),
    enabled: hash !== undefined,
  });
  if (hash === undefined) return null;
  const chooser =
    hashes.length < 2 ? (
      <HashTag hash={hash} />
    ) : (
      <label className="filter">
        <span className="dim">{hashes.length} transactions</span>
        <select className="mono" value={hash} onChange={(event) => setChosen(event.currentTarget.value)}>
          {hashes.slice(0, CHOICES_MAX).map((one) => (
            <option key={one} value={one}>
              {shortHash(one)}
            </option>
          ))}
        </select>
        <HashTag hash={hash} />
      </label>
    );
  if (data !== undefined) return <TransactionStory transaction={data} parties={partyRoles(alerts)} aside={chooser} />;
  return (
    <Panel title="The transaction" aside={chooser}>
      {error === null ? <Loading rows={1} height={160} /> : <Failed error={error} what="this transaction" onRetry={() => void refetch()} />}
    </Panel>
  );
}

function partyRoles(alerts: readonly AlertView[]): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  for (const { subject, parties } of alerts)
    for (const { address, role } of [subject, ...parties]) if (!roles.has(address.toLowerCase())) roles.set(address.toLowerCase(), role);
  return roles;
}
