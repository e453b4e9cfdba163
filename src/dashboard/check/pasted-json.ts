/** Text in quotes, or a number: quotes are matched so that digits inside of them stay as they are. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Beyond these a number of JSON loses its last digits. */
const LONG_INTEGER = /^\d{16,}$/;

/** What JSON says; null where it is none. Integers too long for a number become text, since an amount must keep its digits. */
export function pastedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(TEXT_OR_NUMBER, (part) => (LONG_INTEGER.test(part) ? `"${part}"` : part)));
  } catch {
    return null;
  }
}
