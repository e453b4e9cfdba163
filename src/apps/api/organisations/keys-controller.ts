import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { keyCreatedSchema, keyInputSchema, keySchema, ofOrganisationQuerySchema } from '../../../contracts/organisation.js';
import { pageOf } from '../../../contracts/primitives.js';
import { allowedScopes, type HeldKey, SCOPES_OF_ROLE, type Scope } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import type { Authenticator } from '../session/authenticator.js';
import { keyRecord, newKey } from '../session/bootstrap-key.js';
import { AUTHENTICATOR, CONTROL, NOW } from '../tokens.js';
import { mayTouch } from './may-touch.js';
import { organisationFor } from './of-organisation.js';

const keyPageSchema = pageOf(keySchema);

@ApiTags('keys')
@Controller('v1/keys')
export class KeysController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'keys' | 'members' | 'organisations' | 'audit'>,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Keys of your organisation, without what opens',
    access: 'admin',
    query: ofOrganisationQuerySchema,
    response: keyPageSchema,
  })
  async listKeys({ organisation }: z.output<typeof ofOrganisationQuerySchema>, caller: Caller): Promise<z.output<typeof keyPageSchema>> {
    const { id } = await organisationFor(this.control, caller, organisation);
    return { items: (await this.control.keys.list(id)).map(keyOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new key, shown in this answer only; it can do no more, and lasts no longer, than the one that makes it',
    access: 'admin',
    body: keyInputSchema,
    response: keyCreatedSchema,
    status: 201,
  })
  async createKey(input: z.output<typeof keyInputSchema>, caller: Caller): Promise<z.output<typeof keyCreatedSchema>> {
    const scopes = [...new Set(input.scopes)];
    refuseBeyond(caller, scopes);
    const organisation = await organisationFor(this.control, caller, input.organisationId);
    const role = await this.roleFor(caller, organisation.id, input.memberId, scopes);
    const key = newKey();
    const given = { name: input.name, scopes, organisationId: organisation.id, memberId: input.memberId ?? null };
    const record = { ...keyRecord(key, { ...given, expiresAtMs: this.endOf(caller, input.expiresAt) }, this.nowMs()), role };
    await this.control.keys.put(record);
    const { name, memberId, expiresAtMs } = record;
    await this.note(caller, organisation.id, 'key.create', record.id, { name, scopes, memberId, expiresAtMs });
    return { ...keyOut(record), key };
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Opens nothing any more, nor do the sessions and sockets that it opened',
    access: 'admin',
    params: idParams,
    response: null,
  })
  async revokeKey({ id }: z.output<typeof idParams>, caller: Caller): Promise<undefined> {
    const key = await this.control.keys.get(id);
    const isSeen = key !== null && (key.organisationId === caller.organisationId || isOperator(caller));
    if (!isSeen || key.revokedAtMs !== null) throw notFound('valid key');
    if (key.scopes.includes('operator') && !isOperator(caller))
      throw new ProblemError(403, 'This is an operator’s key: only an operator revokes it.');
    const member = key.memberId === null ? null : await this.control.members.get(key.organisationId, key.memberId);
    if (member !== null) mayTouch(caller, member.role, '/id');
    await this.control.keys.revoke(id, this.nowMs());
    this.authenticator.forget();
    await this.note(caller, key.organisationId, 'key.revoke', id, { name: key.name });
  }

  private async roleFor(
    caller: Caller,
    organisationId: string,
    memberId: string | undefined,
    scopes: readonly Scope[],
  ): Promise<HeldKey['role']> {
    if (memberId === undefined) return null;
    const member = await this.control.members.get(organisationId, memberId);
    if (member === null)
      throw new ProblemError(400, 'The organisation has no such member.', [{ path: '/memberId', message: 'is of no member' }]);
    mayTouch(caller, member.role, '/memberId');
    const beyond = scopes.filter((scope) => !SCOPES_OF_ROLE[member.role].includes(scope));
    if (beyond.length === 0) return member.role;
    const has = SCOPES_OF_ROLE[member.role].join(', ');
    throw new ProblemError(400, `The role ${member.role} has ${has}; ${beyond.join(', ')} is more.`, [
      { path: '/scopes', message: `exceed the role ${member.role}` },
    ]);
  }

  /** A key that ends cannot make one that outlives it. */
  private endOf({ keyExpiresAtMs, name }: Caller, asked: string | undefined): number | null {
    if (asked === undefined) return keyExpiresAtMs;
    const expiresAtMs = Date.parse(asked);
    if (expiresAtMs <= this.nowMs())
      throw new ProblemError(400, 'The key would have expired already.', [{ path: '/expiresAt', message: 'is over' }]);
    if (keyExpiresAtMs !== null && expiresAtMs > keyExpiresAtMs)
      throw new ProblemError(
        403,
        `The key "${name}" ends at ${new Date(keyExpiresAtMs).toISOString()}, and makes none that lasts longer.`,
        [{ path: '/expiresAt', message: 'exceeds your own' }],
      );
    return expiresAtMs;
  }

  private note({ keyId }: Caller, organisationId: string, action: string, target: string, detail: object): Promise<void> {
    return this.control.audit.put({ atMs: this.nowMs(), organisationId, keyId, action, target, detail: JSON.stringify(detail) });
  }
}

function refuseBeyond(caller: Caller, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (beyond.length > 0)
    throw new ProblemError(403, `The key "${caller.name}" has no ${beyond.join(', ')} to give.`, [
      { path: '/scopes', message: 'exceed your own' },
    ]);
}

function keyOut(key: HeldKey): z.output<typeof keySchema> {
  const { id, name, organisationId, memberId, scopes } = key;
  return {
    id,
    name,
    organisationId,
    memberId,
    scopes: [...scopes],
    allowedScopes: [...allowedScopes(key)],
    createdAt: new Date(key.createdAtMs).toISOString(),
    expiresAt: timeOf(key.expiresAtMs),
    revokedAt: timeOf(key.revokedAtMs),
    lastUsedAt: timeOf(key.lastUsedAtMs),
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
