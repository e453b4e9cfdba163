import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type EscalationView, escalationChangeSchema, escalationInputSchema, escalationSchema } from '../../../contracts/escalation.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { EscalationPolicy } from '../../../core/alert/escalation.js';
import type { ChannelKind } from '../../../core/deliver/delivery.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';

const escalationPageSchema = pageOf(escalationSchema);

type Id = z.output<typeof idParams>;

@ApiTags('incidents')
@Controller('v1/escalations')
export class EscalationsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'escalations' | 'channels'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Who hears of an incident that nobody acknowledges',
    access: 'read',
    response: escalationPageSchema,
  })
  async listEscalations({ organisationId }: Caller): Promise<z.output<typeof escalationPageSchema>> {
    return { items: (await this.control.escalations.list(organisationId)).map(escalationOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new policy; it is about incidents that begin to wait from now on',
    access: 'write',
    body: escalationInputSchema,
    response: escalationSchema,
    status: 201,
  })
  async createEscalation(input: z.output<typeof escalationInputSchema>, { organisationId }: Caller): Promise<EscalationView> {
    if ((await this.control.escalations.get(organisationId, input.id)) !== null)
      throw new ProblemError(409, 'A policy of this id is there already; change it with PATCH.', [{ path: '/id', message: 'is taken' }]);
    return this.put({ ...input, organisationId });
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'One policy',
    access: 'read',
    params: idParams,
    response: escalationSchema,
  })
  async getEscalation({ id }: Id, { organisationId }: Caller): Promise<EscalationView> {
    return escalationOut(await this.policy(organisationId, id));
  }

  @Route({
    method: 'PATCH',
    path: ':id',
    summary: 'Another title, severity, reach or other steps; steps that were told are not told again',
    access: 'write',
    params: idParams,
    body: escalationChangeSchema,
    response: escalationSchema,
  })
  async updateEscalation({ id }: Id, change: z.output<typeof escalationChangeSchema>, { organisationId }: Caller): Promise<EscalationView> {
    const { title, minSeverity, detectors, monitors, steps, ...rest } = await this.policy(organisationId, id);
    return this.put({
      ...rest,
      title: change.title ?? title,
      minSeverity: change.minSeverity ?? minSeverity,
      detectors: change.detectors === undefined ? detectors : change.detectors,
      monitors: change.monitors === undefined ? monitors : change.monitors,
      steps: change.steps ?? steps,
    });
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Escalates nothing any more',
    access: 'write',
    params: idParams,
    response: null,
  })
  async removeEscalation({ id }: Id, caller: Caller): Promise<undefined> {
    if (!(await this.control.escalations.remove(caller.organisationId, id, this.nowMs()))) throw notFound('escalation policy');
  }

  private async policy(organisationId: string, id: string): Promise<EscalationPolicy> {
    const policy = await this.control.escalations.get(organisationId, id);
    if (policy === null) throw notFound('escalation policy');
    return policy;
  }

  private async put(policy: EscalationPolicy): Promise<EscalationView> {
    const kinds = new Map((await this.control.channels.list(policy.organisationId)).map(({ id, kind }) => [id, kind]));
    const flaws = policy.steps.flatMap(({ channels }, step) =>
      channels.flatMap((channel, place) => {
        const flaw = channelFlaw(channel, kinds.get(channel));
        return flaw === null ? [] : [{ path: `/steps/${step}/channels/${place}`, message: flaw }];
      }),
    );
    if (flaws.length > 0) throw new ProblemError(400, 'A step names a channel that it cannot tell.', flaws);
    await this.control.escalations.put(policy, this.nowMs());
    return escalationOut(policy);
  }
}

function channelFlaw(id: string, kind: ChannelKind | undefined): string | null {
  if (kind === undefined) return `there is no channel "${id}"; make it first`;
  return kind === 'response' ? `"${id}" is a response: it answers new alerts of its monitors, and takes no other message` : null;
}

function escalationOut({ id, title, minSeverity, detectors, monitors, steps }: EscalationPolicy): EscalationView {
  return {
    id,
    title,
    minSeverity,
    detectors: detectors === null ? null : [...detectors],
    monitors: monitors === null ? null : [...monitors],
    steps: steps.map(({ afterMinutes, channels }) => ({ afterMinutes, channels: [...channels] })),
  };
}
