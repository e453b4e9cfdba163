import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { organisationInputSchema, organisationSchema } from '../../../contracts/organisation.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Organisation } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';
import { organisationFor } from './of-organisation.js';

const organisationPageSchema = pageOf(organisationSchema);

@ApiTags('organisations')
@Controller('v1/organisations')
export class OrganisationsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'organisations' | 'members'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Your organisation; all of them for an operator',
    access: 'read',
    response: organisationPageSchema,
  })
  async listOrganisations(caller: Caller): Promise<z.output<typeof organisationPageSchema>> {
    const seen = isOperator(caller) ? await this.control.organisations.list() : [await organisationFor(this.control, caller)];
    return { items: seen.map(organisationOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new organisation, with its first owner where one is named',
    access: 'operator',
    body: organisationInputSchema,
    response: organisationSchema,
    status: 201,
  })
  async createOrganisation({ id, name, owner }: z.output<typeof organisationInputSchema>): Promise<z.output<typeof organisationSchema>> {
    const organisation = { id, name, createdAtMs: this.nowMs() };
    if (!(await this.control.organisations.add(organisation)))
      throw new ProblemError(409, 'An organisation of this id is there already.', [{ path: '/id', message: 'is taken' }]);
    if (owner !== undefined)
      await this.control.members.add({
        ...owner,
        id: `mem_${randomUUID()}`,
        organisationId: id,
        role: 'owner',
        createdAtMs: organisation.createdAtMs,
      });
    return organisationOut(organisation);
  }
}

function organisationOut({ id, name, createdAtMs }: Organisation): z.output<typeof organisationSchema> {
  return { id, name, createdAt: new Date(createdAtMs).toISOString() };
}
