import type { Organisation } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { notFound } from '../http/problem.js';

/** The organisation that is asked about: one's own, or any for an operator. To everybody else another one is as if it were not there. */
export async function organisationFor(
  control: Pick<ControlStore, 'organisations'>,
  caller: Caller,
  id: string = caller.organisationId,
): Promise<Organisation> {
  const organisation = id === caller.organisationId || isOperator(caller) ? await control.organisations.get(id) : null;
  if (organisation === null) throw notFound('organisation');
  return organisation;
}
