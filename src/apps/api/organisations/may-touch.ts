import type { Role } from '../../../ports/access-store.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { ProblemError } from '../http/problem.js';

/** Nobody but an owner, or an operator, makes owners or touches them or their keys: whoever has a key of an owner's is one. */
export function mayTouch(caller: Caller, role: Role, path = '/role'): void {
  if (role !== 'owner' || caller.role === 'owner' || isOperator(caller)) return;
  throw new ProblemError(403, 'Only an owner, or an operator, makes or changes an owner or an owner’s keys.', [
    { path, message: 'exceeds your own' },
  ]);
}
