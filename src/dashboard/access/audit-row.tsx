import type { AuditEntryView } from '../../contracts/organisation.js';
import { exactText } from '../format/time.js';
import { When } from '../signs/when.js';
import { actionText, detailText, nameIn } from './access-words.js';
import './audit-row.css';

const OUTCOME_WORDS: Readonly<Record<AuditEntryView['outcome'], string>> = { done: '✓ Done', refused: '✕ Refused', unknown: '? Not known' };

/** One deed: what, to what, by whom, from where; opens to what was asked. */
export function AuditRow({ entry }: { readonly entry: AuditEntryView }) {
  return (
    <details className="audit">
      <summary data-row={entry.id}>
        <span className={`audit-outcome audit-${entry.outcome}`}>{OUTCOME_WORDS[entry.outcome]}</span>
        <span className="audit-what">
          <strong>{actionText(entry.action)}</strong> {nameIn(entry)} <span className="dim">{entry.target}</span>
        </span>
        <span className="audit-who">{entry.keyName ?? entry.keyId}</span>
        <span className="audit-end dim">
          <When time={entry.at} />
        </span>
      </summary>
      {entry.outcome === 'unknown' && (
        <p className="dim">
          It was begun, and nothing tells how it ended: the service may have stopped at that moment. Look whether it was done.
        </p>
      )}
      <dl className="facts audit-facts">
        <dt>When</dt>
        <dd>{exactText(entry.at)}</dd>
        <dt>By</dt>
        <dd>
          the key {entry.keyName === null ? '' : `“${entry.keyName}” `}
          <span className="mono dim">{entry.keyId}</span>
          {entry.memberId !== null && (
            <>
              , of the member <span className="mono dim">{entry.memberId}</span>
            </>
          )}
        </dd>
        <dt>From</dt>
        <dd>{entry.origin ?? (entry.keyId === 'cli' ? 'the shell' : 'not kept')}</dd>
        <dt>Action</dt>
        <dd className="mono">{entry.action}</dd>
        {Object.entries(entry.detail).map(([name, value]) => (
          <Detail key={name} name={name} value={value} />
        ))}
      </dl>
    </details>
  );
}

function Detail({ name, value }: { readonly name: string; readonly value: unknown }) {
  const text = detailText(name, value);
  if (text === null) return null;
  return (
    <>
      <dt>{name.replace(/AtMs$/, 'At')}</dt>
      <dd>{text}</dd>
    </>
  );
}
