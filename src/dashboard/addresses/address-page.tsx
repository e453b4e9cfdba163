import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { ChainView } from '../../contracts/chain.js';
import type { TocsinClient } from '../../sdk/client.js';
import { useChains } from '../chains/use-chains.js';
import { shortAddress } from '../format/address.js';
import { countText } from '../format/number.js';
import { AlertList } from '../incidents/alert-list.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { CopyButton } from '../signs/copy-button.js';
import { RiskMeter } from '../signs/risk-meter.js';
import { When } from '../signs/when.js';

type Profile = Awaited<ReturnType<TocsinClient['address']>>;

const ALERTS_SHOWN = 100;

export default function AddressPage() {
  const { address = '' } = useParams();
  useTitle(`Address ${shortAddress(address)}`);
  const chains = useChains();
  const alerts = useQuery({
    queryKey: ['alerts', 'address', address],
    queryFn: ({ signal }) => client.alerts.list({ address, limit: ALERTS_SHOWN }, signal),
  });
  return (
    <div className="page">
      <section className="panel panel-body" style={{ paddingTop: 16 }}>
        <h1 className="mono" style={{ fontSize: 18 }}>
          {address} <CopyButton text={address} what="address" />
        </h1>
      </section>
      <div className="columns wide-left">
        <Panel title="Alerts that name it">
          {alerts.isPending && <Loading />}
          {alerts.error !== null && <Failed error={alerts.error} what="its alerts" onRetry={() => void alerts.refetch()} />}
          {alerts.data?.items.length === 0 && (
            <Empty title="No alert names this address">Nothing was found on a followed chain so far.</Empty>
          )}
          {alerts.data !== undefined && alerts.data.items.length > 0 && <AlertList alerts={alerts.data.items} />}
        </Panel>
        <div className="stack">
          {chains.data?.items.map((chain) => (
            <ProfilePanel key={chain.chainId} address={address} chain={chain} />
          ))}
        </div>
      </div>
    </div>
  );
}

function ProfilePanel({ address, chain }: { readonly address: string; readonly chain: ChainView }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['address', address, chain.chainId],
    queryFn: ({ signal }) => client.address(address, { chain: chain.chainId }, signal),
  });
  return (
    <Panel title={`On ${chain.name}`}>
      {data === undefined && error === null && <Loading rows={3} height={20} />}
      {error !== null && <Failed error={error} what="its profile" onRetry={() => void refetch()} />}
      {data !== undefined && <ProfileFacts profile={data} />}
    </Panel>
  );
}

function ProfileFacts({ profile }: { readonly profile: Profile }) {
  return (
    <dl className="facts" style={{ fontVariantNumeric: 'tabular-nums' }}>
      <dt>Labels</dt>
      <dd>
        {profile.labels.length === 0
          ? 'none known here'
          : profile.labels.map((label) => (
              <p key={`${label.category}${label.source}`}>
                <strong>{label.category}</strong>
                {label.name !== null && ` ${label.name}`}{' '}
                <span className="dim">
                  by {label.source}, confidence {Math.round(label.confidence * 100)} %
                </span>
              </p>
            ))}
      </dd>
      <dt>First seen</dt>
      <dd>{profile.firstSeen === null ? 'never, on this chain' : <When time={profile.firstSeen} />}</dd>
      <dt>Last seen</dt>
      <dd>{profile.lastSeen === null ? '–' : <When time={profile.lastSeen} />}</dd>
      <dt>Sent, received</dt>
      <dd>
        {countText(profile.sent)}, {countText(profile.received)}
        {profile.failed > 0 && ` (${countText(profile.failed)} failed)`}
      </dd>
      <dt>Counterparties</dt>
      <dd>{countText(profile.counterparties)}</dd>
      <dt>Highest risk</dt>
      <dd>
        <RiskMeter risk={profile.maxRisk} />
      </dd>
    </dl>
  );
}
