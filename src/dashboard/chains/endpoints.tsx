import type { ChainView } from '../../contracts/chain.js';
import { countText } from '../format/number.js';
import './endpoints.css';

/** Where blocks come from: what failed, and what told something else than its own hashes say. */
export function Endpoints({ endpoints }: { readonly endpoints: ChainView['endpoints'] }) {
  if (endpoints.length === 0) return null;
  return (
    <section className="chain-part" aria-label="Endpoints">
      <h3>Endpoints</h3>
      <div className="scroll-x">
        <table className="endpoints">
          <thead>
            <tr>
              <th>Source</th>
              <th>State</th>
              <th className="number">Health</th>
              <th className="number">Answers in</th>
              <th className="number">Errors</th>
              <th className="number">Mismatches</th>
            </tr>
          </thead>
          <tbody>
            {endpoints.map((endpoint) => (
              <tr key={endpoint.url}>
                <td className="mono">{endpoint.url}</td>
                <td className={endpoint.connected ? 'endpoint-good' : 'endpoint-bad'}>
                  {endpoint.connected ? '● connected' : '■ not connected'}
                </td>
                <td className="number">{Math.round(endpoint.score * 100)} %</td>
                <td className="number">{endpoint.latencyMs === null ? '–' : `${Math.round(endpoint.latencyMs)} ms`}</td>
                <td className={`number ${endpoint.errors > 0 ? 'endpoint-bad' : ''}`}>{countText(endpoint.errors)}</td>
                <td
                  className={`number ${endpoint.mismatches > 0 ? 'endpoint-lied' : ''}`}
                  title="Blocks whose parts did not match their own hashes; another source was asked"
                >
                  {countText(endpoint.mismatches)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
