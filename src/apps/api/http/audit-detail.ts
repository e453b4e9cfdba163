/** Names of fields whose values open something, or may. */
const SECRET = /secret|token|password|passphrase|key$|credential|authorization|cookie|headers/i;
const MOST_ITEMS = 20;
const MOST_CHARACTERS = 200;
const DEEPEST = 4;

/** What was asked, for the audit log: short, and without anything that opens something. A URL is told by its host: paths and queries carry tokens. */
export function auditDetailOf(body: unknown): Record<string, unknown> {
  const shown = shownOf(body, 0);
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown) ? { ...shown } : shown === undefined ? {} : { body: shown };
}

function shownOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return textOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => shownOf(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS} more`] : items;
  }
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(entries.map(([name, inner]) => [name, SECRET.test(name) ? '(not kept)' : shownOf(inner, depth + 1)]));
}

function textOf(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return URL.canParse(text) ? `${new URL(text).protocol}//${new URL(text).host}/…` : '(a URL)';
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
