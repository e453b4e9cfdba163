import { isSilentFor } from '../../core/alert/own-view.js';
import { severityRank } from '../../core/detect/finding.js';
import { monitorDetectorId } from '../../core/monitor/monitor.js';
import type { ResponseSettings } from '../../core/respond/response.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Channel } from '../../ports/delivery-store.js';
import type { HeardSubject, HeardSubjects } from '../../ports/incident-store.js';

/** Alerts and incidents; blocks and gaps are for who watches a chain, canaries have a way of their own. */
export function isTold({ type }: OutboundEvent): boolean {
  return type !== 'block' && type !== 'gap' && type !== 'canary';
}

/** Who heard of it hears also how it goes on: whatever the channel's filter or a mute says by then, and nobody else does. */
const ONLY_WHO_HEARD: ReadonlySet<OutboundEvent['type']> = new Set(['alert.updated', 'alert.withdrawn', 'incident.withdrawn']);
/** Who heard of it in any case; beside those, whom it would be told anyway. */
const ALSO_WHO_HEARD: ReadonlySet<OutboundEvent['type']> = new Set(['incident.updated', 'incident.acknowledged', 'incident.resolved']);
/** After these a channel knows of it. */
const MAKES_KNOWN: ReadonlySet<OutboundEvent['type']> = new Set([
  'alert.created',
  'incident.opened',
  'incident.updated',
  'incident.escalated',
]);

export interface Told {
  readonly event: OutboundEvent;
  readonly channel: Channel;
}

/** Which event goes to which channel, in order; remembers who hears of what, so that it can be taken back there. */
export async function audienceOf(
  events: readonly OutboundEvent[],
  channels: readonly Channel[],
  heard: HeardSubjects,
  nowMs: number,
): Promise<readonly Told[]> {
  const known = new Set((await heard.of([...new Set(events.map(subjectOf))])).map(keyOf));
  const news: (HeardSubject & { readonly chainId: number })[] = [];
  const told = events.flatMap((event) =>
    channels.flatMap((channel) => {
      const subject = { subjectId: subjectOf(event), organisationId: channel.organisationId, channelId: channel.id };
      const isKnown = known.has(keyOf(subject));
      if (!hears(channel, event, isKnown)) return [];
      if (MAKES_KNOWN.has(event.type) && !isKnown) {
        known.add(keyOf(subject));
        news.push({ ...subject, chainId: event.chainId });
      }
      return [{ event, channel }];
    }),
  );
  await heard.remember(news, nowMs);
  return told;
}

function hears(channel: Channel, event: OutboundEvent, isKnown: boolean): boolean {
  const { organisationId, type } = event;
  if (organisationId !== null && organisationId !== channel.organisationId) return false;
  if (channel.response !== null) return isAnswered(channel.response, channel, event);
  if (ONLY_WHO_HEARD.has(type)) return isKnown;
  const isSilent = isSilentFor(event, channel.organisationId);
  if (isKnown && ALSO_WHO_HEARD.has(type)) return !isSilent || type !== 'incident.updated';
  return !isSilent && wants(channel, event);
}

/** A response answers new alerts of its own monitors that name it, and nothing else: not that a monitor fails, not how an incident goes on. */
function isAnswered({ monitors, minRisk }: ResponseSettings, channel: Channel, event: OutboundEvent): boolean {
  if (event.type !== 'alert.created' || event.channels === null || isSilentFor(event, channel.organisationId)) return false;
  const { detector, risk } = Object(event.payload);
  const raisedBy = String(Reflect.get(Object(detector), 'id'));
  if (!monitors.some((id) => raisedBy === monitorDetectorId({ organisationId: channel.organisationId, id }))) return false;
  return (minRisk === null || (typeof risk === 'number' && risk >= minRisk)) && isGraveEnough(channel, event) && wants(channel, event);
}

function isGraveEnough({ minSeverity }: Channel, { severity }: OutboundEvent): boolean {
  return severity === null || severityRank(severity) >= severityRank(minSeverity);
}

/** What a user's monitor raised, and what is escalated, goes to the channels that are named; else each channel takes what is grave enough for it. */
function wants(channel: Channel, event: OutboundEvent): boolean {
  if (event.channels !== null) return event.channels.includes(channel.id);
  const { chains, addresses } = channel;
  if (!isGraveEnough(channel, event)) return false;
  if (chains !== null && !chains.includes(event.chainId)) return false;
  return addresses === null || event.addresses.some((address) => addresses.includes(address));
}

function subjectOf({ payload }: OutboundEvent): string {
  return typeof payload === 'object' && payload !== null ? String(Reflect.get(payload, 'id') ?? '') : '';
}

function keyOf({ subjectId, organisationId, channelId }: HeardSubject): string {
  return `${subjectId} ${organisationId} ${channelId}`;
}
