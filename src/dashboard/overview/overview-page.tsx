import { useChains } from '../chains/use-chains.js';
import { useTitle } from '../layout/use-title.js';
import { Feed } from './feed.js';
import { OpenIncidents } from './open-incidents.js';
import { RiskPanel } from './risk-panel.js';
import { StateBanner } from './state-banner.js';

/** Is something wrong, and where? */
export default function OverviewPage() {
  useTitle('Overview');
  const chains = useChains(5_000);
  return (
    <div className="page">
      <StateBanner />
      <div className="columns wide-left">
        <div className="stack">
          <OpenIncidents chains={chains.data?.items ?? []} />
          {chains.data?.items.map((chain) => (
            <RiskPanel key={chain.chainId} chain={chain} />
          ))}
        </div>
        <Feed chains={chains.data?.items ?? []} />
      </div>
    </div>
  );
}
