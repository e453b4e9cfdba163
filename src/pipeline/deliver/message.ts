import type { Json } from '../../core/detect/finding.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Channel, Hold, OutboxDraft } from '../../ports/delivery-store.js';

type JsonObject = { readonly [key: string]: Json };

const DEFAULT_ORGANISATION = 'default';

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** What one channel is told of one event. The same event makes the same id, whenever it comes. */
export function messageOf(
  event: OutboundEvent,
  channel: Pick<Channel, 'id' | 'organisationId' | 'digest' | 'minGapS'>,
  nowMs: number,
  hashText: (text: string) => string,
): OutboxDraft {
  const data = objectOf(event.payload);
  const queued = new Date(nowMs).toISOString();
  // Ids of the first organisation's messages are as they were before there were others.
  const name = channel.organisationId === DEFAULT_ORGANISATION ? channel.id : `${channel.organisationId}/${channel.id}`;
  const subject = `${String(data['id'] ?? '')}:${event.type}:${String(data['revision'] ?? 0)}:${name}`;
  return {
    id: `msg_${hashText(subject).slice(0, 32)}`,
    organisationId: channel.organisationId,
    channelId: channel.id,
    type: event.type,
    body: JSON.stringify({ type: event.type, timestamp: queued, times: { ...objectOf(data['times']), queued }, data }),
    incidentId: textOf(data['incidentId']) ?? (event.type.startsWith('incident.') ? textOf(data['id']) : null),
    severity: event.severity,
    createdAtMs: nowMs,
    hold: holdOf(event, channel),
  };
}

/** Waiting would be wrong: an alarm is taken back, or nobody has answered to it. */
const URGENT_TYPES: ReadonlySet<OutboundEvent['type']> = new Set(['alert.withdrawn', 'incident.withdrawn', 'incident.escalated']);

function holdOf(event: OutboundEvent, { digest, minGapS }: Pick<Channel, 'digest' | 'minGapS'>): Hold | null {
  const { type, severity } = event;
  if (digest !== null && severity !== 'critical' && type !== 'incident.escalated')
    return { kind: 'digest', everyMs: digest.everyS * 1_000 };
  if (minGapS === null) return null;
  return { kind: 'gap', gapMs: minGapS * 1_000, isUrgent: URGENT_TYPES.has(type) };
}
