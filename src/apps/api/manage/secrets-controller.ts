import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { secretInputSchema, secretNameSchema, secretSchema } from '../../../contracts/channel.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { StoredSecret } from '../../../ports/delivery-store.js';
import type { Caller } from '../../platform/caller.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';

const nameParams = z.object({ name: secretNameSchema });
const secretPageSchema = pageOf(secretSchema);

type Name = z.output<typeof nameParams>;

/** Values go in and never come out: channels name them. */
@ApiTags('channels')
@Controller('v1/secrets')
export class SecretsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'channels' | 'secrets' | 'audit'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Names of stored secrets, without what they hold',
    access: 'write',
    response: secretPageSchema,
  })
  async listSecrets({ organisationId }: Caller): Promise<z.output<typeof secretPageSchema>> {
    return { items: (await this.control.secrets.list(organisationId)).map(secretOut), nextCursor: null };
  }

  @Route({
    method: 'PUT',
    path: ':name',
    summary: 'Stores a secret that channels name: a bot’s token, a routing key, an API key; or puts another in its place',
    access: 'write',
    params: nameParams,
    body: secretInputSchema,
    response: null,
  })
  async putSecret({ name }: Name, { value, expiresAt }: z.output<typeof secretInputSchema>, caller: Caller): Promise<undefined> {
    const expiresAtMs = expiresAt === null ? null : Date.parse(expiresAt);
    if (expiresAtMs !== null && expiresAtMs <= this.nowMs())
      throw new ProblemError(400, 'expiresAt is over already.', [{ path: '/expiresAt', message: 'must be in the future' }]);
    await this.control.secrets.put(caller.organisationId, name, value, expiresAtMs, this.nowMs());
    await this.note(caller, 'secret.put', name, { expiresAt });
  }

  @Route({ method: 'DELETE', path: ':name', summary: 'Forgets a stored secret', access: 'write', params: nameParams, response: null })
  async removeSecret({ name }: Name, caller: Caller): Promise<undefined> {
    const users = (await this.control.channels.list(caller.organisationId)).filter(({ secretRef }) => secretRef === name);
    if (users.length > 0)
      throw new ProblemError(409, `Channels send with it: ${users.map(({ id }) => id).join(', ')}. Change or remove them first.`);
    if (!(await this.control.secrets.remove(caller.organisationId, name))) throw notFound('secret');
    await this.note(caller, 'secret.remove', name, {});
  }

  /** Of its own: the row must not hold what was stored. */
  private note({ organisationId, keyId }: Caller, action: string, target: string, detail: object): Promise<void> {
    return this.control.audit.put({ atMs: this.nowMs(), organisationId, keyId, action, target, detail: JSON.stringify(detail) });
  }
}

function secretOut({ name, createdAtMs, updatedAtMs, expiresAtMs }: StoredSecret): z.output<typeof secretSchema> {
  return {
    name,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
    expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
  };
}
