import { type OutboundMessage, outboundMessageSchema } from '../../contracts/outbound-message.js';
import { SEVERITIES, type Severity } from '../../core/detect/finding.js';

/** A message as people read it: what each template makes its own of. Nothing in it is escaped yet. */
export interface Story {
  readonly id: string;
  readonly type: string;
  /** What happened, in two or three words. */
  readonly headline: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly incidentId: string | null;
  readonly status: string | null;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly reasons: readonly string[];
  /** block → seen → analysed → alerted → queued, as far as they are known. */
  readonly times: readonly (readonly [name: string, at: string])[];
  /** Of a digest: a line each. */
  readonly items: readonly string[];
  readonly timestamp: string;
  /** To the dashboard, where its address is configured. */
  readonly link: string | null;
}

const HEADLINES: Readonly<Record<string, string>> = {
  'alert.created': 'New alert',
  'alert.updated': 'Alert updated',
  'alert.withdrawn': 'Alert withdrawn: its block left the chain',
  'incident.opened': 'New incident',
  'incident.updated': 'Incident updated',
  'incident.acknowledged': 'Incident acknowledged',
  'incident.escalated': 'Nobody answered: incident escalated',
  'incident.resolved': 'Incident resolved',
  'incident.withdrawn': 'Incident withdrawn: its blocks left the chain',
  digest: 'What happened',
  canary: 'Test',
};

const TIMES = ['block', 'seen', 'analysed', 'alerted', 'queued'] as const;

export function storyOf(id: string, body: string, publicUrl: string | null): Story {
  const message = outboundMessageSchema.parse(JSON.parse(body));
  const { type, timestamp, times, data } = message;
  const incidentId = incidentOf(message);
  return {
    id,
    type,
    headline: HEADLINES[type] ?? type,
    title: titleOf(message),
    summary: data.summary ?? data.text ?? '',
    severity: severityOf(message),
    incidentId,
    status: type === 'alert.withdrawn' ? 'withdrawn' : (data.status ?? null),
    facts: factsOf(message),
    reasons: data.reasons?.map(({ text }) => text) ?? [],
    times: TIMES.flatMap((name) => (typeof times[name] === 'string' ? [[name, times[name]] as const] : [])),
    items: (data.items ?? []).map(lineOf),
    timestamp,
    link:
      publicUrl === null
        ? null
        : `${publicUrl.replace(/\/+$/, '')}/${incidentId === null ? '' : `incidents/${encodeURIComponent(incidentId)}`}`,
  };
}

/** The story of a digest's last word about its incident: what programs that know one incident by its key are told. */
export function lastWord(story: Story, body: string, publicUrl: string | null): Story {
  if (story.type !== 'digest') return story;
  const last = outboundMessageSchema.parse(JSON.parse(body)).data.items?.at(-1);
  const parsed = outboundMessageSchema.safeParse({ timestamp: story.timestamp, ...last });
  return parsed.success ? storyOf(story.id, JSON.stringify(parsed.data), publicUrl) : story;
}

function incidentOf({ type, data }: OutboundMessage): string | null {
  return data.incidentId ?? (type.startsWith('incident.') ? (data.id ?? null) : null);
}

function titleOf({ type, data }: OutboundMessage): string {
  if (type !== 'digest') return data.title ?? HEADLINES[type] ?? type;
  const counted = SEVERITIES.toReversed().flatMap((severity) => {
    const count = data.counts?.[severity] ?? 0;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return `${data.items?.length ?? 0} messages: ${counted.join(', ') || 'no severity'}`;
}

/** A digest is as bad as the worst in it. */
function severityOf({ data }: OutboundMessage): Severity {
  return data.severity ?? SEVERITIES.toReversed().find((severity) => (data.counts?.[severity] ?? 0) > 0) ?? 'info';
}

function factsOf({ data }: OutboundMessage): Story['facts'] {
  const facts: [string, string | number | null | undefined][] = [
    ['Severity', data.severity],
    ['Risk', data.risk],
    ['Chain', data.chainId],
    ['Block', data.blockNumber],
    ['Subject', data.subject === undefined ? null : `${data.subject.address} (${data.subject.role})`],
    ['Transaction', data.transactionHash],
    ['Status', data.status],
    ['Finality', data.finality],
    ['Alerts', data.alertCount],
    ['Incident', data.incidentId],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)] as const]));
}

function lineOf(item: Readonly<Record<string, unknown>>): string {
  const parsed = outboundMessageSchema.safeParse({ timestamp: '', ...item });
  if (!parsed.success) return String(item['type']);
  const { type, data } = parsed.data;
  const chain = data.chainId === undefined ? '' : `, chain ${data.chainId}`;
  return `${data.severity ?? 'info'} · ${HEADLINES[type] ?? type} · ${data.title ?? ''}${chain}`;
}
