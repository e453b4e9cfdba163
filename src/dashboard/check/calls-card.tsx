import type { CheckAnswer, DecodedCallView } from '../../contracts/check-answer.js';
import { isUnlimited } from '../format/amount.js';
import { Panel } from '../layout/panel.js';
import { AddressTag } from '../signs/address-tag.js';
import { VERDICTS } from './verdict-words.js';

/** The calls of a batch with a verdict each, and what calls carry, one in the other. */
export function CallsCard({ answer }: { readonly answer: CheckAnswer }) {
  const { calls, decoded } = answer;
  if (calls.length === 0 && decoded === null) return null;
  return (
    <Panel title={calls.length > 0 ? 'The calls, one after the other' : 'What is called'}>
      {calls.length > 0 && (
        <ol className="check-batch">
          {calls.map(({ index, verdict, decoded: call, reasons }) => (
            <li key={index}>
              <span className={`check-small verdict-${verdict}`}>
                {VERDICTS[verdict].sign} {VERDICTS[verdict].word}
              </span>
              <CallTree call={call} />
              {reasons.length > 0 && <p className="dim">{reasons[0]?.text}</p>}
            </li>
          ))}
        </ol>
      )}
      {calls.length === 0 && decoded !== null && <CallTree call={decoded} />}
    </Panel>
  );
}

function CallTree({ call }: { readonly call: DecodedCallView }) {
  const { to, function: name, selector, arguments: args, operation, proxies, calls, value } = call;
  const word = name ?? selector ?? (to === null ? 'creation of a contract' : 'payment');
  return (
    <div className="check-call">
      <div className="check-call-head">
        <strong className="mono">{word}</strong>
        {operation === 'delegatecall' && <span className="dim">runs as the account itself</span>}
        {to !== null && <AddressTag address={to} />}
        {value !== '0' && <span className="dim">with coins</span>}
        {proxies.map(({ kind, implementation }) => (
          <span key={implementation} className="dim">
            {kind} runs <AddressTag address={implementation} />
          </span>
        ))}
      </div>
      {args.length > 0 && (
        <details className="check-more">
          <summary>{args.length === 1 ? '1 argument' : `${args.length} arguments`}</summary>
          <dl className="check-arguments">
            {args.map(({ name: label, type, value: given }) => (
              <div key={label}>
                <dt>
                  {label} <span className="dim">{type.length > 40 ? 'struct' : type}</span>
                </dt>
                <dd className="mono">{shown(given)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {calls.length > 0 && (
        <ul className="check-carried">
          {calls.map((inner, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of calls is what tells two equal ones apart.
            <li key={i}>
              <CallTree call={inner} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const LONGEST = 400;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^\d{39,}$/.test(text) && isUnlimited(text)) return 'unlimited';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
