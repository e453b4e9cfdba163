import type { Severity } from '../../core/detect/finding.js';
import { dedupKey, pagerAction } from './pagerduty-event.js';
import { plainText } from './plain-text.js';
import type { Story } from './story.js';

const PRIORITIES: Readonly<Record<Severity, string>> = { critical: 'P1', high: 'P2', medium: 'P3', low: 'P4', info: 'P5' };

/** One Opsgenie alert for each incident of ours, known by its alias. Null where there is nothing to page; see pagerduty-event.ts. */
export function opsgenieRequest(story: Story): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } | null {
  const action = pagerAction(story);
  if (action === null) return null;
  const alias = dedupKey(story);
  if (action === 'trigger') return { path: '/v2/alerts', body: creation(story, alias) };
  const verb = action === 'acknowledge' ? 'acknowledge' : 'close';
  return {
    path: `/v2/alerts/${encodeURIComponent(alias)}/${verb}?identifierType=alias`,
    body: { source: 'Tocsin', note: plainText(`${story.headline}: ${story.status ?? ''}`, 1_000) },
  };
}

function creation(story: Story, alias: string): Readonly<Record<string, unknown>> {
  return {
    message: plainText(`[${story.severity}] ${story.title}`, 130),
    alias,
    description: plainText([story.summary, ...story.reasons].join(' · '), 15_000),
    priority: PRIORITIES[story.severity],
    source: 'Tocsin',
    tags: [story.severity, story.type],
    details: {
      ...Object.fromEntries(story.facts.map(([name, value]) => [name.toLowerCase(), plainText(value, 500)])),
      ...Object.fromEntries(story.times.map(([name, at]) => [`time ${name}`, at])),
      ...(story.link === null ? {} : { link: story.link }),
    },
  };
}
