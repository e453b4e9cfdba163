import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type SuppressionView, suppressionQuerySchema, suppressionSchema } from '../../../contracts/incident-action.js';
import { pageOf } from '../../../contracts/primitives.js';
import { type Suppression, scopeOf } from '../../../core/alert/suppression.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';

const suppressionPageSchema = pageOf(suppressionSchema);

type Id = z.output<typeof idParams>;

@ApiTags('incidents')
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'suppressions'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'What is kept silent beyond one incident, newest first: your own, and what an operator made for everyone',
    access: 'read',
    query: suppressionQuerySchema,
    response: suppressionPageSchema,
  })
  async listSuppressions(
    { limit, cursor }: z.output<typeof suppressionQuerySchema>,
    { organisationId }: Caller,
  ): Promise<z.output<typeof suppressionPageSchema>> {
    const found = await this.control.suppressions.list(organisationId, this.nowMs(), limit + 1, cursor ?? null);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return { items: found.slice(0, limit).map(suppressionOut), nextCursor: last?.id ?? null };
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Lifts it: what comes from now on speaks again. One for everyone needs the scope `operator`',
    access: 'write',
    params: idParams,
    response: null,
  })
  async removeSuppression({ id }: Id, caller: Caller): Promise<undefined> {
    const { organisationId, name, scopes } = caller;
    const found = await this.control.suppressions.get(organisationId, id);
    if (found === null) throw notFound('suppression that holds');
    if (found.organisationId === null && !scopes.includes('operator'))
      throw new ProblemError(403, 'It holds for everyone: lifting it needs the scope operator.');
    if (!(await this.control.suppressions.lift(id, name, this.nowMs()))) throw notFound('suppression that holds');
  }
}

function suppressionOut(suppression: Suppression): SuppressionView {
  const { id, kind, organisationId, detectorId, address, chainId, incidentId, untilMs, reason, madeBy, createdAtMs } = suppression;
  return {
    id,
    kind,
    scope: scopeOf(suppression),
    isForEveryone: organisationId === null,
    detectorId,
    address: address === null ? null : checksum(address),
    chainId,
    incidentId,
    until: untilMs === null ? null : new Date(untilMs).toISOString(),
    reason,
    madeBy,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
