/** Control characters, line ends, marks that turn the direction of text, and characters without width: names on a chain are whatever an attacker wrote. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** One line of text, at most `longest` UTF-16 units, cut between characters. */
export function plainText(text: string, longest: number): string {
  const line = text.replace(INVISIBLE, ' ').replace(/ {2,}/g, ' ').trim();
  if (line.length <= longest) return line;
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length > longest - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] ?? '');
}

/** What a chat program would make a link of by itself, so that it stays text. */
export function withoutLinks(text: string): string {
  return text.replace(/:\/\//g, ':\u200b//').replace(/\bwww\./gi, 'www\u200b.');
}
