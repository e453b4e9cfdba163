/**
 * JSON as PostgreSQL's `jsonb` takes it. Texts come from chains, receivers and people, and may hold what it refuses: U+0000, and halves of surrogate pairs, which a cut
 * leaves. They become U+FFFD: one such character must not stop what all others wait for.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return HELD_BACK.test(text) ? text.replace(ESCAPES, (held) => (held === '\\\\' ? held : '\\ufffd')) : text;
}

/** JSON.stringify writes whole pairs as they are, and only halves as escapes. A doubled backslash is one that was in the text. */
const HELD_BACK = /\\u(?:0000|d[89a-f])/;
const ESCAPES = /\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g;
