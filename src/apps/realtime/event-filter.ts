import type { z } from 'zod';
import type { REALTIME_EVENTS, subscribeSchema } from '../../contracts/realtime.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Protocol } from '../../ports/protocol-store.js';

export type RealtimeName = (typeof REALTIME_EVENTS)[number];

const NAMES: Readonly<Record<OutboundEvent['type'], RealtimeName>> = {
  'alert.created': 'alert',
  'alert.updated': 'alert',
  'alert.withdrawn': 'alert',
  'incident.opened': 'incident',
  'incident.updated': 'incident',
  'incident.acknowledged': 'incident',
  'incident.escalated': 'incident',
  'incident.resolved': 'incident',
  'incident.withdrawn': 'incident',
  block: 'block',
  gap: 'health',
  // Who hears none for some minutes is not connected to what happens.
  canary: 'health',
};

export function nameOf(event: Pick<OutboundEvent, 'type'>): RealtimeName {
  return NAMES[event.type];
}

/** What one subscription wants, with its protocols resolved. Null: no filter of that kind. */
export interface Wanted {
  readonly organisationId: string;
  readonly chains: ReadonlySet<number> | null;
  readonly severities: ReadonlySet<string> | null;
  /** In lower case, each with the chains on which it counts; null: on all. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<number> | null> | null;
  readonly incidents: boolean;
  readonly blocks: boolean;
}

export function wantedOf(
  request: z.output<typeof subscribeSchema>,
  organisationId: string,
  protocols: readonly Pick<Protocol, 'chains' | 'addresses'>[],
): Wanted {
  const isByAddress = request.addresses !== undefined || request.protocols !== undefined;
  return {
    organisationId,
    chains: request.chains === undefined ? null : new Set(request.chains),
    severities: request.severities === undefined ? null : new Set(request.severities),
    addresses: isByAddress ? addressesOf(request.addresses ?? [], protocols) : null,
    incidents: request.incidents,
    blocks: request.blocks,
  };
}

function addressesOf(
  own: readonly string[],
  protocols: readonly Pick<Protocol, 'chains' | 'addresses'>[],
): ReadonlyMap<string, ReadonlySet<number> | null> {
  const found = new Map<string, ReadonlySet<number> | null>(own.map((address) => [address.toLowerCase(), null]));
  for (const { chains, addresses } of protocols)
    for (const address of addresses) {
      const before = found.get(address);
      const isEverywhere = before === null || chains.length === 0;
      found.set(address, isEverywhere ? null : new Set([...(before ?? []), ...chains]));
    }
  return found;
}

/** An event of one organisation is for that organisation alone, whatever was asked. Addresses and severities choose among alerts and incidents; blocks and health are of a chain. */
export function isWanted(wanted: Wanted, event: OutboundEvent): boolean {
  if (event.organisationId !== null && event.organisationId !== wanted.organisationId) return false;
  if (!wantsChain(wanted, event.chainId)) return false;
  const name = nameOf(event);
  if (name === 'health') return true;
  if (name === 'block') return wanted.blocks;
  if (name === 'incident' && !wanted.incidents) return false;
  const { severities, addresses } = wanted;
  if (severities !== null && (event.severity === null || !severities.has(event.severity))) return false;
  if (addresses === null) return true;
  return event.addresses.some((address) => {
    const chains = addresses.get(address);
    return chains === null || chains?.has(event.chainId) === true;
  });
}

export function wantsChain({ chains }: Wanted, chainId: number): boolean {
  return chains === null || chains.has(chainId);
}
