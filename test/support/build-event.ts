import type { OutboundEvent } from '../../src/ports/control-store.js';

/** An alert of the catalogue, told to everyone. */
export function eventOf(change: Partial<OutboundEvent> = {}): OutboundEvent {
  return {
    cursor: '1',
    organisationId: null,
    channels: null,
    chainId: 1,
    type: 'alert.created',
    blockNumber: 1,
    severity: 'high',
    addresses: [],
    payload: { id: '1', revision: 0 },
    ...change,
  };
}
