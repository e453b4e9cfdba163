import type { OutboundEvent } from '../../ports/control-store.js';

/** A person muted the incident for a while: it is on record and on the dashboard, and the organisation's channels are silent. */
export function isMuted({ payload }: OutboundEvent, _organisationId: string): boolean {
  return typeof payload === 'object' && payload !== null && Reflect.get(payload, 'muted') === true;
}
