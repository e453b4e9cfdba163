import { plainText } from './plain-text.js';
import type { Story } from './story.js';

/** Slack's own limits. */
const HEADER = 150;
const SECTION = 3_000;
const FIELD = 2_000;
const FIELDS = 10;
const CONTEXT = 2_000;

type Block = Readonly<Record<string, unknown>>;

/** Everything but our own button is `plain_text`, in which Slack reads no markup; the fallback, which is read as markup, is escaped. */
export function slackMessage(story: Story): Readonly<Record<string, unknown>> {
  const text = [
    story.summary,
    ...story.reasons.map((reason) => `• ${plainText(reason, 300)}`),
    ...story.items.map((item) => `• ${plainText(item, 200)}`),
  ];
  const body = cutLines(text, SECTION);
  const blocks: Block[] = [
    { type: 'header', text: plain(`[${story.severity}] ${story.title}`, HEADER) },
    { type: 'context', elements: [plain(`${story.headline}${story.status === null ? '' : ` · ${story.status}`}`, CONTEXT)] },
    ...(body === '' ? [] : [{ type: 'section', text: { type: 'plain_text', text: body, emoji: false } }]),
    ...(story.facts.length === 0
      ? []
      : [{ type: 'section', fields: story.facts.slice(0, FIELDS).map(([name, value]) => plain(`${name}: ${value}`, FIELD)) }]),
    { type: 'context', elements: [plain(story.times.map(([name, at]) => `${name} ${at}`).join(' → '), CONTEXT)] },
    ...(story.link === null
      ? []
      : [{ type: 'actions', elements: [{ type: 'button', text: plain('Open in Tocsin', 75), url: story.link.slice(0, 3_000) }] }]),
  ];
  return {
    text: escapeSlack(plainText(`[${story.severity}] ${story.headline}: ${story.title}`, 500)),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks,
  };
}

function plain(text: string, longest: number): Block {
  return { type: 'plain_text', text: plainText(text, longest) || '–', emoji: false };
}

function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Whole lines as long as they fit; then how many are left. */
export function cutLines(lines: readonly string[], longest: number): string {
  const kept: string[] = [];
  let size = 0;
  const given = lines.map((line) => plainText(line, Math.min(1_500, longest - 30))).filter((line) => line !== '');
  for (const [index, line] of given.entries()) {
    if (size + line.length + 1 > longest - 30) return [...kept, `… and ${given.length - index} more`].join('\n');
    kept.push(line);
    size += line.length + 1;
  }
  return kept.join('\n');
}
