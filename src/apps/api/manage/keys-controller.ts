import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { keyCreatedSchema, keyInputSchema, keySchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ApiKey } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import type { Authenticator } from '../session/authenticator.js';
import { keyRecord, newKey } from '../session/bootstrap-key.js';
import { AUTHENTICATOR, CONTROL, NOW } from '../tokens.js';

const keyPageSchema = pageOf(keySchema);

@ApiTags('keys')
@Controller('v1/keys')
export class KeysController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'keys'>,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({ method: 'GET', path: '', summary: 'Keys, without what opens', access: 'admin', response: keyPageSchema })
  async listKeys(): Promise<z.output<typeof keyPageSchema>> {
    return { items: (await this.control.keys.list()).map(keyOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new key, shown in this answer only; it can do no more than the one that makes it',
    access: 'admin',
    body: keyInputSchema,
    response: keyCreatedSchema,
    status: 201,
  })
  async createKey({ name, scopes }: z.output<typeof keyInputSchema>, caller: Caller): Promise<z.output<typeof keyCreatedSchema>> {
    const beyond = scopes.filter((scope) => !caller.scopes.includes(scope));
    if (beyond.length > 0)
      throw new ProblemError(403, `The key "${caller.name}" has no ${beyond.join(', ')} to give.`, [
        { path: '/scopes', message: 'exceed your own' },
      ]);
    const key = newKey();
    const record = keyRecord(key, name, [...new Set(scopes)], this.nowMs());
    await this.control.keys.put(record);
    return { ...keyOut(record), key };
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Opens nothing any more, nor do the sessions that it opened',
    access: 'admin',
    params: idParams,
    response: null,
  })
  async revokeKey({ id }: z.output<typeof idParams>): Promise<undefined> {
    if (!(await this.control.keys.revoke(id, this.nowMs()))) throw notFound('valid key');
    this.authenticator.forget();
  }
}

function keyOut({ id, name, scopes, createdAtMs, revokedAtMs }: ApiKey): z.output<typeof keySchema> {
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt: new Date(createdAtMs).toISOString(),
    revokedAt: revokedAtMs === null ? null : new Date(revokedAtMs).toISOString(),
  };
}
