import type { OutboundEvent } from '../../ports/control-store.js';
import { isWanted, nameOf, type Wanted } from './event-filter.js';

export type Listener = (event: OutboundEvent) => void;

interface Member {
  readonly wanted: Wanted;
  readonly listener: Listener;
}

const ANY = '*';
/** A subscription that names more chains and severities than this stands in the rooms of all chains, and is asked. */
const MOST_ROOMS = 64;

/** The rooms of one organisation: by kind, chain and severity; by address for those that named some. */
class Tenant {
  private readonly rooms = new Map<string, Set<Member>>();
  size = 0;

  join(member: Member): () => void {
    const names = roomsOf(member.wanted);
    for (const name of names) this.rooms.set(name, (this.rooms.get(name) ?? new Set()).add(member));
    this.size += 1;
    return () => {
      for (const name of names) {
        const room = this.rooms.get(name);
        room?.delete(member);
        if (room?.size === 0) this.rooms.delete(name);
      }
      this.size -= 1;
    };
  }

  collect(names: readonly string[], into: Set<Member>): void {
    for (const name of names) for (const member of this.rooms.get(name) ?? []) into.add(member);
  }
}

/** Who is to hear an event is looked up by where the event belongs: its organisation, chain, severity and addresses. What nobody asked for costs a few look-ups, however many listen. */
export class Rooms {
  private readonly tenants = new Map<string, Tenant>();

  join(wanted: Wanted, listener: Listener): () => void {
    const { organisationId } = wanted;
    const tenant = this.tenants.get(organisationId) ?? new Tenant();
    this.tenants.set(organisationId, tenant);
    const leave = tenant.join({ wanted, listener });
    return () => {
      leave();
      if (tenant.size === 0 && this.tenants.get(organisationId) === tenant) this.tenants.delete(organisationId);
    };
  }

  tell(event: OutboundEvent): void {
    const names = roomsFor(event);
    const found = new Set<Member>();
    const { organisationId } = event;
    const tenants = organisationId === null ? this.tenants.values() : [this.tenants.get(organisationId)];
    for (const tenant of tenants) tenant?.collect(names, found);
    // Rooms narrow; the filter decides: an address may count on some chains only.
    for (const { wanted, listener } of found) if (isWanted(wanted, event)) listener(event);
  }
}

function roomsOf(wanted: Wanted): readonly string[] {
  const chains = wanted.chains === null ? [ANY] : [...wanted.chains].map(String);
  const severities = wanted.severities === null ? [ANY] : [...wanted.severities];
  const isNarrow = chains.length * severities.length <= MOST_ROOMS;
  const places = isNarrow ? chains.flatMap((chain) => severities.map((severity) => `${chain}|${severity}`)) : [`${ANY}|${ANY}`];
  const kinds = wanted.incidents ? ['alert', 'incident'] : ['alert'];
  return [
    ...chains.map((chain) => `health|${chain}`),
    ...(wanted.blocks ? chains.map((chain) => `block|${chain}`) : []),
    ...kinds.flatMap((kind) =>
      wanted.addresses === null
        ? places.map((place) => `${kind}|${place}`)
        : [...wanted.addresses.keys()].map((address) => `${kind}|${address}`),
    ),
  ];
}

function roomsFor(event: OutboundEvent): readonly string[] {
  const name = nameOf(event);
  const chains = [String(event.chainId), ANY];
  if (name === 'health' || name === 'block') return chains.map((chain) => `${name}|${chain}`);
  const severities = [event.severity ?? ANY, ANY];
  return [
    ...chains.flatMap((chain) => severities.map((severity) => `${name}|${chain}|${severity}`)),
    ...event.addresses.map((address) => `${name}|${address}`),
  ];
}
