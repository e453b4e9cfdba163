import { type FormEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { searchTarget } from '../format/search-target.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { SearchIcon } from '../signs/icons.js';
import './search-box.css';

export function SearchBox() {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [why, setWhy] = useState<string | null>(null);
  const navigate = useNavigate();
  useShortcut('/', () => field.current?.focus());

  function search(event: FormEvent): void {
    event.preventDefault();
    const target = searchTarget(text);
    if (target.kind === 'nothing') return setWhy(target.why);
    setText('');
    setWhy(null);
    field.current?.blur();
    void navigate(target.path);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser that the page supports
    <form className="search" role="search" onSubmit={search}>
      <SearchIcon />
      <input
        ref={field}
        type="search"
        value={text}
        placeholder="Hash, address or incident"
        aria-label="Search by transaction hash, address or incident"
        aria-describedby={why === null ? undefined : 'search-why'}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWhy(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onBlur={() => setWhy(null)}
      />
      <span className="search-key" aria-hidden="true">
        /
      </span>
      {why !== null && (
        <p className="search-why" id="search-why" role="alert">
          {why}
        </p>
      )}
    </form>
  );
}
