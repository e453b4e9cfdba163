import type { Caller } from '../../platform/caller.js';

/** What the catalogue raised is everybody's; what a user's monitor raised is seen by its organisation alone. To others it is as if it were not there. */
export function isVisible(organisationId: string | null | undefined, caller: Pick<Caller, 'organisationId'>): boolean {
  return organisationId == null || organisationId === caller.organisationId;
}
