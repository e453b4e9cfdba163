import { useEffect, useState } from 'react';
import { CheckIcon, CopyIcon } from './icons.js';
import './copy-button.css';

const SHOWN_MS = 1_500;

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const label = { idle: `Copy ${what}`, copied: 'Copied', failed: 'Could not copy: select the text instead' }[state];
  return (
    <button
      type="button"
      className="copy-button"
      aria-label={label}
      title={label}
      onClick={(event) => {
        // The button often lies inside a row that is itself a link.
        event.preventDefault();
        event.stopPropagation();
        writeClipboard(text).then(
          () => setState('copied'),
          () => setState('failed'),
        );
      }}
    >
      {state === 'copied' ? <CheckIcon size={13} /> : <CopyIcon size={13} />}
    </button>
  );
}

/** Browsers give the clipboard to secure pages only; over plain HTTP from another machine there is the older way. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return await navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (!isCopied) throw new Error('copy was refused');
}
