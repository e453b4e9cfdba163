import type { DeliveryView } from '../../contracts/channel.js';

/** How a delivery stands, as one word; a failed try is no longer just waiting. */
export type DeliveryStand = DeliveryView['state'] | 'retrying';

export function standOf({ state, attempts }: Pick<DeliveryView, 'state' | 'attempts'>): DeliveryStand {
  return state === 'pending' && attempts > 0 ? 'retrying' : state;
}

export const STAND_WORD: Readonly<Record<DeliveryStand, string>> = {
  pending: 'Waiting',
  retrying: 'Retrying',
  held: 'Held',
  bundled: 'In a digest',
  delivered: 'Delivered',
  dead: 'Dead',
};

/** States that the filter offers, those that ask for somebody first. */
export const STATE_CHOICES: readonly (readonly [state: DeliveryView['state'], word: string])[] = [
  ['dead', 'Dead letters'],
  ['pending', 'Waiting'],
  ['held', 'Held for a digest'],
  ['bundled', 'Told in a digest'],
  ['delivered', 'Delivered'],
];

const TYPE_WORD: Readonly<Record<string, string>> = {
  'alert.created': 'New alert',
  'alert.updated': 'Alert changed',
  'alert.withdrawn': 'Alert withdrawn',
  'incident.opened': 'Incident opened',
  'incident.updated': 'Incident changed',
  'incident.acknowledged': 'Incident acknowledged',
  'incident.resolved': 'Incident closed',
  'incident.withdrawn': 'Incident withdrawn',
  'incident.escalated': 'Nobody answered',
  digest: 'Digest',
  canary: 'Canary',
};

export function typeWord(type: string): string {
  return TYPE_WORD[type] ?? type;
}

/** From being queued to being delivered, as milliseconds; null while it is not. */
export function deliveryMs({ createdAt, deliveredAt }: Pick<DeliveryView, 'createdAt' | 'deliveredAt'>): number | null {
  return deliveredAt === null ? null : Math.max(0, Date.parse(deliveredAt) - Date.parse(createdAt));
}

export function latencyText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
