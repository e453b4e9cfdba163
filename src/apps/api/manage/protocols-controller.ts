import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { protocolChangeSchema, protocolInputSchema, protocolSchema } from '../../../contracts/organisation.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Protocol } from '../../../ports/protocol-store.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import { idParams, lowerHex } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';

const protocolPageSchema = pageOf(protocolSchema);

type Id = z.output<typeof idParams>;
type ProtocolView = z.output<typeof protocolSchema>;

@ApiTags('protocols')
@Controller('v1/protocols')
export class ProtocolsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'protocols'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Sets of addresses that your organisation watches as one',
    access: 'read',
    response: protocolPageSchema,
  })
  async listProtocols({ organisationId }: Caller): Promise<z.output<typeof protocolPageSchema>> {
    return { items: (await this.control.protocols.list(organisationId)).map(protocolOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new set; sockets subscribe to it by its id',
    access: 'write',
    body: protocolInputSchema,
    response: protocolSchema,
    status: 201,
  })
  async createProtocol(input: z.output<typeof protocolInputSchema>, { organisationId }: Caller): Promise<ProtocolView> {
    const protocol = { ...input, addresses: distinct(input.addresses), organisationId, updatedAtMs: this.nowMs() };
    if (!(await this.control.protocols.add(protocol)))
      throw new ProblemError(409, 'A protocol of this id is there already; change it with PATCH.', [{ path: '/id', message: 'is taken' }]);
    return protocolOut(protocol);
  }

  @Route({ method: 'GET', path: ':id', summary: 'One set', access: 'read', params: idParams, response: protocolSchema })
  async getProtocol({ id }: Id, caller: Caller): Promise<ProtocolView> {
    return protocolOut(await this.protocol(id, caller));
  }

  @Route({
    method: 'PATCH',
    path: ':id',
    summary: 'Another title, other chains or addresses; open subscriptions follow within seconds',
    access: 'write',
    params: idParams,
    body: protocolChangeSchema,
    response: protocolSchema,
  })
  async changeProtocol({ id }: Id, change: z.output<typeof protocolChangeSchema>, caller: Caller): Promise<ProtocolView> {
    const before = await this.protocol(id, caller);
    const protocol: Protocol = {
      ...before,
      title: change.title ?? before.title,
      chains: change.chains ?? before.chains,
      addresses: change.addresses === undefined ? before.addresses : distinct(change.addresses),
      updatedAtMs: this.nowMs(),
    };
    if (!(await this.control.protocols.change(protocol))) throw notFound('protocol');
    return protocolOut(protocol);
  }

  @Route({ method: 'DELETE', path: ':id', summary: 'Watches it no longer', access: 'write', params: idParams, response: null })
  async removeProtocol({ id }: Id, { organisationId }: Caller): Promise<undefined> {
    if (!(await this.control.protocols.remove(organisationId, id))) throw notFound('protocol');
  }

  private async protocol(id: string, { organisationId }: Caller): Promise<Protocol> {
    const protocol = await this.control.protocols.get(organisationId, id);
    if (protocol === null) throw notFound('protocol');
    return protocol;
  }
}

function distinct(addresses: readonly string[]): Protocol['addresses'] {
  return [...new Set(addresses.map(lowerHex))];
}

function protocolOut({ id, title, chains, addresses, updatedAtMs }: Protocol): ProtocolView {
  return { id, title, chains: [...chains], addresses: addresses.map(checksum), updatedAt: new Date(updatedAtMs).toISOString() };
}
