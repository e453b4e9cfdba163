import type { ChangedField } from './changed-fields.js';
import './change-list.css';

/** Field by field: before, and after. */
export function ChangeList({ changes }: { readonly changes: readonly ChangedField[] }) {
  if (changes.length === 0) return <p className="dim">Nothing is said otherwise.</p>;
  return (
    <dl className="changes">
      {changes.map(({ field, word, before, after }) => (
        <div key={field}>
          <dt>{word}</dt>
          <dd>
            {before !== null && <del>{before}</del>}
            {after !== null && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
