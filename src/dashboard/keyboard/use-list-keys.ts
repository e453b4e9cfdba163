import { useRef } from 'react';
import { useShortcut } from './use-shortcut.js';

/** `j` and `k` move the focus over the rows of a list, which are its elements with `data-row`; Enter is then the row's own. */
export function useListKeys() {
  const list = useRef<HTMLDivElement>(null);
  function move(step: number): void {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = document.activeElement instanceof HTMLElement ? rows.indexOf(document.activeElement) : -1;
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
  useShortcut('j', () => move(1));
  useShortcut('k', () => move(-1));
  return list;
}

/** The id of the row that has the focus; null where none has. */
export function focusedRow(): string | null {
  const active = document.activeElement;
  return active instanceof HTMLElement ? (active.dataset['row'] ?? null) : null;
}
