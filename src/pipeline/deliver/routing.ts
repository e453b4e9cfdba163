import { severityRank } from '../../core/detect/finding.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Channel } from '../../ports/delivery-store.js';
import { isMuted } from './is-muted.js';

const TOLD_TYPES: ReadonlySet<OutboundEvent['type']> = new Set([
  'alert.created',
  'alert.updated',
  'alert.withdrawn',
  'incident.opened',
  'incident.updated',
]);

export function isTold(event: OutboundEvent): boolean {
  return TOLD_TYPES.has(event.type);
}

/** Who hears of an event: the channels that it names, else each that wants such; of its organisation, or of all where it is everybody's. */
export function channelsFor(event: OutboundEvent, channels: readonly Channel[]): readonly Channel[] {
  return channels.filter(
    (channel) =>
      channel.enabled &&
      (event.organisationId === null || event.organisationId === channel.organisationId) &&
      (event.channels === null ? wants(channel, event) : event.channels.includes(channel.id)) &&
      !isMuted(event, channel.organisationId),
  );
}

function wants({ minSeverity, chains, addresses }: Channel, event: OutboundEvent): boolean {
  if (event.severity !== null && severityRank(event.severity) < severityRank(minSeverity)) return false;
  if (chains !== null && !chains.includes(event.chainId)) return false;
  return addresses === null || event.addresses.some((address) => addresses.includes(address));
}
