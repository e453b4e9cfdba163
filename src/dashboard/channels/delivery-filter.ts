import type { DeliveryView } from '../../contracts/channel.js';
import { STATE_CHOICES } from './delivery-words.js';

export interface DeliveryFilter {
  readonly state?: DeliveryView['state'];
  readonly channel?: string;
  readonly incident?: string;
}

/** Filters live in the address, so that a link holds them; what is not one is left out. */
export function deliveryFilterOf(params: URLSearchParams): DeliveryFilter {
  const state = STATE_CHOICES.find(([known]) => known === params.get('state'))?.[0];
  const channel = params.get('channel') ?? '';
  return { ...(state === undefined ? {} : { state }), ...(channel === '' ? {} : { channel }) };
}

/** The same address with one of its values changed; an empty one is left out. */
export function withParam(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}
