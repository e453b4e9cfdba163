import { randomBytes } from 'node:crypto';
import type { Incident } from '../../../core/alert/alert.js';
import type { Suppression, SuppressionKind, SuppressionScope } from '../../../core/alert/suppression.js';
import type { Address } from '../../../core/chain/block.js';
import type { IncidentScope } from '../../../ports/incident-store.js';
import type { Caller } from '../../platform/caller.js';
import { lowerHex } from '../http/inputs.js';
import { ProblemError } from '../http/problem.js';

export interface OrderInput {
  readonly kind: SuppressionKind;
  readonly scope: SuppressionScope;
  readonly detectorId?: string | undefined;
  readonly address?: string | undefined;
  readonly untilMs: number | null;
  readonly reason: string;
  readonly isForEveryone: boolean;
  /** Where in the body its fields are. */
  readonly at: '' | '/suppress';
}

/** A suppression that goes beyond the incident at which it is given, and still names what that incident is made of. */
export function standingOrder(input: OrderInput, incident: Incident, within: IncidentScope, caller: Caller, nowMs: number): Suppression {
  const { kind, scope, untilMs, reason, isForEveryone } = input;
  return {
    id: `sup_${randomBytes(12).toString('hex')}`,
    organisationId: isForEveryone ? null : caller.organisationId,
    kind,
    detectorId: scope === 'address' ? null : detectorOf(input, within),
    address: scope === 'detector' ? null : addressOf(input, incident, within),
    chainId: scope === 'detector' ? null : incident.chainId,
    incidentId: incident.id,
    untilMs,
    reason,
    madeBy: caller.name,
    keyId: caller.keyId,
    createdAtMs: nowMs,
  };
}

function detectorOf({ detectorId, at }: OrderInput, { detectorIds }: IncidentScope): string {
  const [only, ...others] = detectorIds;
  if (detectorId === undefined && only !== undefined && others.length === 0) return only;
  if (detectorId !== undefined && detectorIds.includes(detectorId)) return detectorId;
  const message = `${detectorId === undefined ? 'is needed' : 'raised nothing here'}: one of ${detectorIds.join(', ')}`;
  throw new ProblemError(400, `Which detector? The field ${message}.`, [{ path: `${at}/detectorId`, message }]);
}

function addressOf({ address, at }: OrderInput, { subject }: Incident, { addresses }: IncidentScope): Address {
  if (address === undefined) return subject.address;
  const given = lowerHex(address);
  if (addresses.includes(given)) return given;
  const message = 'is no party of this incident; a suppression names what it was made from';
  throw new ProblemError(400, `The address ${message}.`, [{ path: `${at}/address`, message }]);
}
