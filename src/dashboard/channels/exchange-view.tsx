import type { ExchangeView as Exchange } from '../../contracts/channel.js';
import { CopyButton } from '../signs/copy-button.js';
import { latencyText } from './delivery-words.js';
import './exchange-view.css';

/** What was sent and what came back, as it went over the wire, without secrets. */
export function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  const { request, response, latencyMs, error } = exchange;
  return (
    <div className="exchange">
      <section>
        <h4>
          Request <span className="dim">{request.method}</span>
        </h4>
        <p className="exchange-url">
          <span className="mono" title={request.url}>
            {request.url}
          </span>
          <CopyButton text={request.url} what="URL" />
        </p>
        <Headers headers={request.headers} />
        <Body text={request.body} what="request body" />
      </section>
      <section>
        <h4>
          Answer{' '}
          <span className="dim">
            {response === null ? 'none' : `HTTP ${response.status}`}, after {latencyText(latencyMs)}
          </span>
        </h4>
        {error !== null && <p className="exchange-error">{error}</p>}
        {response !== null && (
          <>
            <Headers headers={response.headers} />
            {response.body === '' ? <p className="dim">An empty body.</p> : <Body text={response.body} what="answer" />}
          </>
        )}
        {response === null && error === null && <p className="dim">Nothing came back.</p>}
      </section>
    </div>
  );
}

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const rows = Object.entries(headers);
  if (rows.length === 0) return null;
  return (
    <details className="exchange-headers">
      <summary>{rows.length === 1 ? '1 header' : `${rows.length} headers`}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** JSON is shown with its lines; everything else as it came. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Body({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="exchange-body">
      <CopyButton text={text} what={what} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={what}>
        <pre>{readable(text)}</pre>
      </section>
    </div>
  );
}
