import type { OutboundEvent } from '../../ports/control-store.js';
import { nameOf } from './event-filter.js';

/** A packet of socket.io's protocol, version 5: an event of the main namespace. */
const EVENT_PACKET = '2';

interface Halves {
  readonly before: string;
  readonly after: string;
}

const written = new WeakMap<OutboundEvent, Halves>();

/**
 * An event as it goes over the wire. It is serialised once, whoever hears it: only whose subscription it is for stands between the halves, and the engine
 * shares both among the clients for which it waits. What is not named here, such as the channels that hear of it, never leaves.
 */
export function packetOf(event: OutboundEvent, subscriptionId: string): string {
  let halves = written.get(event);
  if (halves === undefined) {
    const { cursor, type, payload } = event;
    halves = {
      before: `${EVENT_PACKET}["${nameOf(event)}",{"cursor":${JSON.stringify(cursor)},"subscriptionId":"`,
      after: `","type":${JSON.stringify(type)},"data":${JSON.stringify(payload)}}]`,
    };
    written.set(event, halves);
  }
  return halves.before + subscriptionId + halves.after;
}
