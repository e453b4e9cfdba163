import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { memberChangeSchema, memberInputSchema, memberSchema } from '../../../contracts/organisation.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Member, MemberChange } from '../../../ports/access-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import type { Authenticator } from '../session/authenticator.js';
import { AUTHENTICATOR, CONTROL, NOW } from '../tokens.js';
import { mayTouch } from './may-touch.js';
import { organisationFor } from './of-organisation.js';

const memberPageSchema = pageOf(memberSchema);
const memberParams = idParams.extend({ member: z.string().min(1).max(100) });

type Id = z.output<typeof idParams>;
type MemberId = z.output<typeof memberParams>;

@ApiTags('organisations')
@Controller('v1/organisations/:id/members')
export class MembersController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'organisations' | 'members' | 'audit'>,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({ method: 'GET', path: '', summary: 'Who belongs to it', access: 'read', params: idParams, response: memberPageSchema })
  async listMembers({ id }: Id, caller: Caller): Promise<z.output<typeof memberPageSchema>> {
    const organisation = await organisationFor(this.control, caller, id);
    return { items: (await this.control.members.list(organisation.id)).map(memberOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new member; POST /v1/keys with `memberId` gives them a key',
    access: 'admin',
    params: idParams,
    body: memberInputSchema,
    response: memberSchema,
    status: 201,
  })
  async addMember({ id }: Id, input: z.output<typeof memberInputSchema>, caller: Caller): Promise<z.output<typeof memberSchema>> {
    const organisation = await organisationFor(this.control, caller, id);
    mayTouch(caller, input.role);
    const member: Member = { ...input, id: `mem_${randomUUID()}`, organisationId: organisation.id, createdAtMs: this.nowMs() };
    if (!(await this.control.members.add(member)))
      throw new ProblemError(409, 'Somebody here has this e-mail address already.', [{ path: '/email', message: 'is taken' }]);
    await this.note(caller, organisation.id, 'member.add', member.id, { name: member.name, email: member.email, role: member.role });
    return memberOut(member);
  }

  @Route({
    method: 'PATCH',
    path: ':member',
    summary: 'Another name or role; their keys may at once do no more than the role allows',
    access: 'admin',
    params: memberParams,
    body: memberChangeSchema,
    response: memberSchema,
  })
  async changeMember(
    { id, member: memberId }: MemberId,
    { name, role }: z.output<typeof memberChangeSchema>,
    caller: Caller,
  ): Promise<z.output<typeof memberSchema>> {
    const organisation = await organisationFor(this.control, caller, id);
    const before = await this.member(organisation.id, memberId);
    mayTouch(caller, before.role);
    if (role !== undefined) mayTouch(caller, role);
    const to = { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }) };
    const member = memberFrom(await this.control.members.change(organisation.id, memberId, to));
    this.authenticator.forget();
    await this.note(caller, organisation.id, 'member.change', memberId, { ...to, from: before.role });
    return memberOut(member);
  }

  @Route({
    method: 'DELETE',
    path: ':member',
    summary: 'A member no longer: their keys, sessions and sockets end',
    access: 'admin',
    params: memberParams,
    response: null,
  })
  async removeMember({ id, member: memberId }: MemberId, caller: Caller): Promise<undefined> {
    const organisation = await organisationFor(this.control, caller, id);
    mayTouch(caller, (await this.member(organisation.id, memberId)).role);
    const { name, email } = memberFrom(await this.control.members.remove(organisation.id, memberId, this.nowMs()));
    this.authenticator.forget();
    await this.note(caller, organisation.id, 'member.remove', memberId, { name, email });
  }

  private async member(organisationId: string, id: string): Promise<Member> {
    const member = await this.control.members.get(organisationId, id);
    if (member === null) throw notFound('member');
    return member;
  }

  /** In the log of the organisation that it happened to, also where an operator did it. */
  private note({ keyId }: Caller, organisationId: string, action: string, target: string, detail: object): Promise<void> {
    return this.control.audit.put({ atMs: this.nowMs(), organisationId, keyId, action, target, detail: JSON.stringify(detail) });
  }
}

function memberFrom(change: MemberChange): Member {
  if (change.kind === 'missing') throw notFound('member');
  if (change.kind === 'last-owner') throw new ProblemError(409, 'This is the last owner: make another one first.');
  return change.member;
}

function memberOut({ id, organisationId, name, email, role, createdAtMs }: Member): z.output<typeof memberSchema> {
  return { id, organisationId, name, email, role, createdAt: new Date(createdAtMs).toISOString() };
}
