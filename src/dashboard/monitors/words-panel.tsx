import { useState } from 'react';
import { Panel } from '../layout/panel.js';
import type { Vocabulary } from './completions.js';

const SHOWN = 80;

/** What the condition may say, to look up and to put in. */
export function WordsPanel({ vocabulary, onInsert }: { readonly vocabulary: Vocabulary; readonly onInsert: (text: string) => void }) {
  const [sought, setSought] = useState('');
  const wanted = sought.trim().toLowerCase();
  const names = vocabulary.context.map(({ name, type, words }) => ({ text: name, put: name, says: type, more: words.join(' ') }));
  const calls = vocabulary.functions.map(({ name, signature }) => ({ text: signature, put: `${name}(`, says: '', more: '' }));
  const found = [...names, ...calls].filter(({ text, more }) => `${text} ${more}`.toLowerCase().includes(wanted));
  return (
    <Panel title="What the condition may say">
      <input
        className="field-control words-filter"
        type="search"
        aria-label="Look for a field or a function"
        placeholder="Look for a field or a function"
        value={sought}
        onChange={({ currentTarget: { value } }) => setSought(value)}
      />
      <ul className="words">
        {found.slice(0, SHOWN).map(({ text, put, says }) => (
          <li key={text}>
            <button type="button" title={`Put ${put} into the condition`} onClick={() => onInsert(put)}>
              <span className="mono">{text}</span>
              <span className="dim">{says}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && (
          <li className="dim">{vocabulary.context.length === 0 ? 'Asked for with the first check.' : 'Nothing is called that here.'}</li>
        )}
        {found.length > SHOWN && <li className="dim">and {found.length - SHOWN} more: type to narrow</li>}
      </ul>
    </Panel>
  );
}
