import type { Severity } from '../../core/detect/finding.js';
import { plainText, withoutLinks } from './plain-text.js';
import { cutLines } from './slack-message.js';
import type { Story } from './story.js';

/** Discord's own limits; escaping makes text longer, so that it is cut well below them. */
const TITLE = 256;
const DESCRIPTION = 4_096;
const FIELD = 1_024;
const WHOLE = 6_000;

const COLOURS: Readonly<Record<Severity, number>> = { info: 0x6b7280, low: 0x3b82f6, medium: 0xeab308, high: 0xf97316, critical: 0xdc2626 };

/** Nobody is mentioned whatever the text says, and no markup of a name on a chain is read. */
export function discordMessage(story: Story): Readonly<Record<string, unknown>> {
  const title = escaped(`[${story.severity}] ${story.title}`, TITLE);
  const footer = plainText(story.times.map(([name, at]) => `${name} ${at}`).join(' → '), 500);
  const fields = story.facts.slice(0, 10).map(([name, value]) => ({ name, value: escaped(value, 200) || '–', inline: value.length < 30 }));
  const taken = title.length + footer.length + fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  const lines = [`${story.headline}${story.status === null ? '' : ` · ${story.status}`}`, story.summary, ...story.reasons, ...story.items];
  const description = fitted(lines, Math.min(DESCRIPTION, WHOLE - taken));
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title,
        description,
        color: COLOURS[story.severity],
        fields: fields.map((field) => ({ ...field, value: field.value.slice(0, FIELD) })),
        ...(footer === '' ? {} : { footer: { text: footer } }),
        timestamp: story.timestamp,
        ...(story.link === null ? {} : { url: story.link }),
      },
    ],
  };
}

/** Escaped text that fits: escaping at most doubles it and rarely does. */
function fitted(lines: readonly string[], longest: number): string {
  for (const share of [1, 0.75, 0.5, 0.4]) {
    const text = escapeMarkdown(cutLines(lines, Math.floor(longest * share)));
    if (text.length <= longest) return text;
  }
  return '';
}

function escaped(text: string, longest: number): string {
  const whole = escapeMarkdown(plainText(text, longest));
  return whole.length <= longest ? whole : escapeMarkdown(plainText(text, Math.floor(longest / 2) - 10));
}

/** Every sign that Discord could read as markup, a mention or a link. */
export function escapeMarkdown(text: string): string {
  return withoutLinks(text.replace(/[\\*_~`|>[\]()#<-]/g, '\\$&')).replace(/@/g, '@\u200b');
}
