import { escapeHtml, plainText, withoutLinks } from './plain-text.js';
import { cutLines } from './slack-message.js';
import type { Story } from './story.js';

/** Telegram's limit is of the text that is left when its tags are read. */
const WHOLE = 4_096;

/** Telegram's HTML: a handful of tags of ours around text that is escaped. */
export function telegramMessage(story: Story, chatId: string): Readonly<Record<string, unknown>> {
  const title = plainText(`[${story.severity}] ${story.title}`, 256);
  const facts = story.facts.map(([name, value]) => [name, plainText(value, 200)] as const);
  const times = plainText(story.times.map(([name, at]) => `${name} ${at}`).join(' → '), 500);
  const headline = plainText(`${story.headline}${story.status === null ? '' : ` · ${story.status}`}`, 200);
  const taken =
    title.length + headline.length + times.length + facts.reduce((sum, [name, value]) => sum + name.length + value.length + 3, 0) + 100;
  const text = cutLines(
    [story.summary, ...story.reasons.map((reason) => `• ${reason}`), ...story.items.map((item) => `• ${item}`)],
    Math.floor((WHOLE - taken) * 0.9),
  );
  const lines = [
    `<b>${safe(title)}</b>`,
    safe(headline),
    '',
    safe(text),
    '',
    ...facts.map(([name, value]) => `<b>${name}</b> <code>${escapeHtml(value)}</code>`),
    ...(times === '' ? [] : [`<i>${safe(times)}</i>`]),
    ...(story.link === null ? [] : [`<a href="${escapeHtml(story.link)}">Open in Tocsin</a>`]),
  ];
  return { chat_id: chatId, text: lines.join('\n'), parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
}

function safe(text: string): string {
  return escapeHtml(withoutLinks(text));
}
