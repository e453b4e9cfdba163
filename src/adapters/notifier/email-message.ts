import { escapeHtml, plainText } from './plain-text.js';
import type { Story } from './story.js';

export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The incident as the beginning of a thread: every mail about it refers to the same. */
  readonly references: string | null;
}

/** `domain`: of the sender; names of messages are of it. The subject of an incident stays the same while its severity does not: mail programs keep a thread by both. */
export function emailMessage(story: Story, domain: string): EmailMessage {
  const shownId = story.incidentId === null ? '' : ` (${story.incidentId.slice(0, 12)})`;
  const status = story.status === null ? '' : ` · ${story.status}`;
  const lines = [
    `${story.severity.toUpperCase()} · ${story.headline}${status}`,
    plainText(story.title, 500),
    '',
    plainText(story.summary, 4_000),
    ...story.reasons.map((reason) => `- ${plainText(reason, 500)}`),
    ...story.items.map((item) => `- ${plainText(item, 300)}`),
    '',
    ...story.facts.map(([name, value]) => `${name}: ${plainText(value, 500)}`),
    '',
    ...story.times.map(([name, at]) => `${name}: ${at}`),
    ...(story.link === null ? [] : ['', story.link]),
  ];
  return {
    subject: plainText(`[Tocsin] ${story.title}`, 180) + shownId,
    text: `${lines.join('\n')}\n`,
    html: htmlOf(story, status),
    messageId: `<${idPart(story.id)}@${domain}>`,
    references: story.incidentId === null ? null : `<incident.${idPart(story.incidentId)}@${domain}>`,
  };
}

function htmlOf(story: Story, status: string): string {
  const text = (value: string, longest: number) => escapeHtml(plainText(value, longest));
  const list = [...story.reasons, ...story.items].map((line) => `<li>${text(line, 500)}</li>`).join('');
  const rows = [...story.facts, ...story.times]
    .map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td><code>${text(value, 500)}</code></td></tr>`)
    .join('');
  const link = story.link === null ? '' : `<p><a href="${escapeHtml(story.link)}">Open in Tocsin</a></p>`;
  return (
    `<!doctype html><html><body style="font-family:sans-serif"><p><strong>${escapeHtml(story.severity)}</strong> · ${text(story.headline + status, 300)}</p>` +
    `<h2>${text(story.title, 500)}</h2><p>${text(story.summary, 4_000)}</p>${list === '' ? '' : `<ul>${list}</ul>`}<table>${rows}</table>${link}</body></html>`
  );
}

/** Only what may stand in the name of a message (RFC 5322). */
function idPart(id: string): string {
  return id.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 120);
}
