import type { z } from 'zod';
import type { REALTIME_EVENTS, subscribeSchema } from '../../contracts/realtime.js';
import type { OutboundEvent } from '../../ports/control-store.js';

export type RealtimeName = (typeof REALTIME_EVENTS)[number];

const NAMES: Readonly<Record<OutboundEvent['type'], RealtimeName>> = {
  'alert.created': 'alert',
  'alert.updated': 'alert',
  'alert.withdrawn': 'alert',
  'incident.opened': 'incident',
  'incident.updated': 'incident',
  block: 'block',
  gap: 'health',
};

export function nameOf(event: OutboundEvent): RealtimeName {
  return NAMES[event.type];
}

export interface EventFilter {
  wants(event: OutboundEvent): boolean;
  wantsChain(chainId: number): boolean;
}

/** What one subscription wants. Addresses and severities choose among alerts and incidents; blocks and health are of a chain as a whole. */
export function createEventFilter(request: z.output<typeof subscribeSchema>, organisationId: string): EventFilter {
  const chains = request.chains === undefined ? null : new Set(request.chains);
  const severities = request.severities === undefined ? null : new Set(request.severities);
  const addresses = request.addresses === undefined ? null : new Set(request.addresses.map((address) => address.toLowerCase()));
  const wantsChain = (chainId: number) => chains === null || chains.has(chainId);
  return {
    wantsChain,
    wants(event) {
      if (event.organisationId !== null && event.organisationId !== organisationId) return false;
      if (!wantsChain(event.chainId)) return false;
      const name = nameOf(event);
      if (name === 'health') return true;
      if (name === 'block') return request.blocks;
      if (name === 'incident' && !request.incidents) return false;
      if (severities !== null && (event.severity === null || !severities.has(event.severity))) return false;
      return addresses === null || event.addresses.some((address) => addresses.has(address));
    },
  };
}
