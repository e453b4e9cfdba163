import { escapeHtml, plainText, withoutLinks } from './plain-text.js';
import { cutLines } from './slack-message.js';
import type { Story } from './story.js';

/** Telegram's limit is of the text that is left when its tags are read. */
const WHOLE = 4_096;
/** How much longer text gets where it is nothing but what looks like links: three characters become four. */
const LONGEST_GROWTH = 4 / 3;

/** Telegram's HTML: a handful of tags of ours around text that is escaped. */
export function telegramMessage(story: Story, chatId: string): Readonly<Record<string, unknown>> {
  const title = withoutLinks(plainText(`[${story.severity}] ${story.title}`, 256));
  const facts = story.facts.map(([name, value]) => [name, plainText(value, 200)] as const);
  const times = withoutLinks(plainText(story.times.map(([name, at]) => `${name} ${at}`).join(' → '), 500));
  const headline = withoutLinks(plainText(`${story.headline}${story.status === null ? '' : ` · ${story.status}`}`, 200));
  const taken =
    title.length + headline.length + times.length + facts.reduce((sum, [name, value]) => sum + name.length + value.length + 3, 0) + 100;
  const parts = [story.summary, ...story.reasons.map((reason) => `• ${reason}`), ...story.items.map((item) => `• ${item}`)];
  const room = WHOLE - taken;
  const cutAt = (most: number) => withoutLinks(cutLines(parts, Math.floor(most)));
  const first = cutAt(room * 0.9);
  const text = first.length <= room ? first : cutAt(room / LONGEST_GROWTH);
  const lines = [
    `<b>${escapeHtml(title)}</b>`,
    escapeHtml(headline),
    '',
    escapeHtml(text),
    '',
    ...facts.map(([name, value]) => `<b>${name}</b> <code>${escapeHtml(value)}</code>`),
    ...(times === '' ? [] : [`<i>${escapeHtml(times)}</i>`]),
    ...(story.link === null ? [] : [`<a href="${escapeHtml(story.link)}">Open in Tocsin</a>`]),
  ];
  return { chat_id: chatId, text: lines.join('\n'), parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
}
