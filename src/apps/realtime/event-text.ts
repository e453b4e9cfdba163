import { EVERYONE } from '../../core/alert/own-state.js';
import { payloadFor } from '../../core/alert/own-view.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import { nameOf } from './event-filter.js';

/** A packet of socket.io's protocol, version 5: an event of the main namespace. */
const EVENT_PACKET = '2';

interface Halves {
  readonly before: string;
  readonly after: string;
}

/** By organisation, where it sees something otherwise; else once for all. */
const written = new WeakMap<OutboundEvent, Map<string, Halves>>();
const FOR_ALL = '';

/**
 * An event as it goes over the wire. It is serialised once, whoever hears it, and once more for each organisation that decided something of its own; only whose
 * subscription it is for stands between the halves, and the engine shares both among the clients for which it waits. What is not named here, such as the
 * channels that hear of it and what others decided, never leaves.
 */
export function packetOf(event: OutboundEvent, organisationId: string, subscriptionId: string): string {
  const audience = event.own?.[organisationId] === undefined && event.own?.[EVERYONE] === undefined ? FOR_ALL : organisationId;
  const texts = written.get(event) ?? new Map<string, Halves>();
  written.set(event, texts);
  let halves = texts.get(audience);
  if (halves === undefined) {
    const { cursor, type } = event;
    halves = {
      before: `${EVENT_PACKET}["${nameOf(event)}",{"cursor":${JSON.stringify(cursor)},"subscriptionId":"`,
      after: `","type":${JSON.stringify(type)},"data":${JSON.stringify(payloadFor(event, organisationId))}}]`,
    };
    texts.set(audience, halves);
  }
  return halves.before + subscriptionId + halves.after;
}
