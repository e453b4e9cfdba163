import type { Severity } from '../../core/detect/finding.js';
import { plainText } from './plain-text.js';
import type { Story } from './story.js';

const SUMMARY = 1_024;
const SEVERITIES: Readonly<Record<Severity, 'info' | 'warning' | 'error' | 'critical'>> = {
  info: 'info',
  low: 'warning',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
};

/**
 * Events API v2, one PagerDuty incident for each of ours: `dedup_key` is its id. Null where there is nothing to page: a single alert that is withdrawn, or
 * whose finality moves, is no change of the incident, and a trigger would open again what somebody closed. Its end comes as a message of its own.
 */
export function pagerDutyEvent(story: Story, routingKey: string): Readonly<Record<string, unknown>> | null {
  const action = pagerAction(story);
  if (action === null) return null;
  const key = { routing_key: routingKey, event_action: action, dedup_key: dedupKey(story) };
  if (action !== 'trigger') return key;
  const { link } = story;
  return {
    ...key,
    client: 'Tocsin',
    ...(link === null ? {} : { client_url: link, links: [{ href: link, text: 'Open in Tocsin' }] }),
    payload: {
      summary: plainText(`[${story.severity}] ${story.title}`, SUMMARY),
      source: plainText(story.facts.find(([name]) => name === 'Subject')?.[1] ?? 'tocsin', 255),
      severity: SEVERITIES[story.severity],
      timestamp: story.timestamp,
      class: story.type,
      custom_details: {
        summary: plainText(story.summary, 2_000),
        reasons: story.reasons.slice(0, 20).map((reason) => plainText(reason, 500)),
        ...Object.fromEntries(story.facts.map(([name, value]) => [name.toLowerCase(), plainText(value, 500)])),
        times: Object.fromEntries(story.times),
      },
    },
  };
}

const OVER: ReadonlySet<string | null> = new Set(['resolved', 'false_positive', 'withdrawn']);

/** What a message means to who is on call. */
export function pagerAction({ type, status }: Story): 'trigger' | 'acknowledge' | 'resolve' | null {
  if (type === 'alert.updated' || type === 'alert.withdrawn') return null;
  if (type.startsWith('incident.') && OVER.has(status)) return 'resolve';
  if (type.startsWith('incident.') && status === 'acknowledged') return 'acknowledge';
  return 'trigger';
}

export function dedupKey({ incidentId, id }: Story): string {
  return (incidentId ?? id).slice(0, 255);
}
