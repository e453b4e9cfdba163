import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { isPublicAddress } from '../../../adapters/notifier/public-lookup.js';
import {
  channelCreatedSchema,
  channelInputSchema,
  channelSchema,
  deliveryQuerySchema,
  deliverySchema,
} from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Channel, ControlStore, OutboxMessage } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW, PRIVATE_TARGETS } from '../tokens.js';

const channelPageSchema = pageOf(channelSchema);
const deliveryPageSchema = pageOf(deliverySchema);

type Id = z.output<typeof idParams>;

@ApiTags('channels')
@Controller('v1')
export class ChannelsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'channels' | 'outbox'>,
    @Inject(PRIVATE_TARGETS) private readonly allowPrivateTargets: boolean,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({ method: 'GET', path: 'channels', summary: 'Where alerts are sent', access: 'read', response: channelPageSchema })
  async listChannels(caller: Caller): Promise<z.output<typeof channelPageSchema>> {
    return { items: (await this.control.channels.list(caller.organisationId)).map(channelOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: 'channels',
    summary: 'A new channel; its secret is shown in this answer only',
    access: 'write',
    body: channelInputSchema,
    response: channelCreatedSchema,
    status: 201,
  })
  async createChannel(
    input: z.output<typeof channelInputSchema>,
    { organisationId }: Caller,
  ): Promise<z.output<typeof channelCreatedSchema>> {
    this.refusePrivate(input.target);
    if ((await this.control.channels.get(organisationId, input.id)) !== null)
      throw new ProblemError(409, 'A channel of this id is there already; remove it first.', [{ path: '/id', message: 'is taken' }]);
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const channel: Channel = { ...input, organisationId, secrets: [secret], enabled: true, createdAtMs: this.nowMs() };
    await this.control.channels.put(channel);
    return { ...channelOut(channel), secret };
  }

  @Route({
    method: 'GET',
    path: 'channels/:id',
    summary: 'One channel',
    access: 'read',
    params: idParams,
    response: channelSchema,
  })
  async getChannel({ id }: Id, caller: Caller): Promise<z.output<typeof channelSchema>> {
    return channelOut(await this.channel(id, caller));
  }

  @Route({
    method: 'DELETE',
    path: 'channels/:id',
    summary: 'Sends nothing there any more',
    access: 'write',
    params: idParams,
    response: null,
  })
  async removeChannel({ id }: Id, caller: Caller): Promise<undefined> {
    await this.channel(id, caller);
    await this.control.channels.remove(caller.organisationId, id);
  }

  @Route({
    method: 'POST',
    path: 'channels/:id/test',
    summary: 'Sends a signed `canary` the way that alerts go; GET /v1/channels/{id}/deliveries tells how it went',
    access: 'write',
    params: idParams,
    response: deliverySchema,
    status: 202,
  })
  async testChannel({ id }: Id, caller: Caller): Promise<z.output<typeof deliverySchema>> {
    const channel = await this.channel(id, caller);
    const now = this.nowMs();
    const data = { channelId: channel.id, text: 'This is a test: the channel works.', sentBy: caller.name };
    const message: OutboxMessage = {
      id: `msg_${randomBytes(16).toString('hex')}`,
      organisationId: channel.organisationId,
      channelId: channel.id,
      type: 'canary',
      body: JSON.stringify({ type: 'canary', timestamp: new Date(now).toISOString(), data }),
      attempts: 0,
      nextAttemptAtMs: now,
      createdAtMs: now,
      state: 'pending',
      lastError: null,
      deliveredAtMs: null,
    };
    await this.control.outbox.enqueue([message]);
    return deliveryOut(message);
  }

  @Route({
    method: 'GET',
    path: 'channels/:id/deliveries',
    summary: 'What was sent there, newest first, and how it went',
    access: 'read',
    params: idParams,
    query: deliveryQuerySchema,
    response: deliveryPageSchema,
  })
  async listDeliveries(
    { id }: Id,
    query: z.output<typeof deliveryQuerySchema>,
    caller: Caller,
  ): Promise<z.output<typeof deliveryPageSchema>> {
    await this.channel(id, caller);
    const { state, limit, cursor } = query;
    const filter = {
      organisationId: caller.organisationId,
      channelId: id,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { before: cursor }),
    };
    const messages = await this.control.outbox.list(filter, limit + 1);
    const last = messages.length > limit ? messages[limit - 1] : undefined;
    return { items: messages.slice(0, limit).map(deliveryOut), nextCursor: last?.id ?? null };
  }

  @Route({
    method: 'POST',
    path: 'deliveries/:id/replay',
    summary: 'Sends a dead delivery again, under its old id',
    access: 'write',
    params: idParams,
    response: null,
  })
  async replayDelivery({ id }: Id, caller: Caller): Promise<undefined> {
    if (!(await this.control.outbox.replay(caller.organisationId, id)))
      throw new ProblemError(409, 'There is no dead delivery of this id.');
  }

  private async channel(id: string, { organisationId }: Caller): Promise<Channel> {
    const channel = await this.control.channels.get(organisationId, id);
    if (channel === null) throw notFound('channel');
    return channel;
  }

  /** Names are judged when they are resolved, at the moment of sending. */
  private refusePrivate(target: string): void {
    const host = new URL(target).hostname.replace(/^\[|\]$/g, '');
    if (this.allowPrivateTargets || (host !== 'localhost' && (isIP(host) === 0 || isPublicAddress(host)))) return;
    const message = 'is a private address; TOCSIN_ALLOW_PRIVATE_TARGETS allows it';
    throw new ProblemError(400, `The target ${message}.`, [{ path: '/target', message }]);
  }
}

function channelOut({ id, kind, target, minSeverity, enabled, createdAtMs }: Channel): z.output<typeof channelSchema> {
  return { id, kind, target, minSeverity, enabled, createdAt: new Date(createdAtMs).toISOString() };
}

function deliveryOut(message: OutboxMessage): z.output<typeof deliverySchema> {
  const { id, channelId, type, state, attempts, lastError } = message;
  return {
    id,
    channelId,
    type,
    state,
    attempts,
    lastError,
    createdAt: new Date(message.createdAtMs).toISOString(),
    nextAttemptAt: new Date(message.nextAttemptAtMs).toISOString(),
    deliveredAt: message.deliveredAtMs === null ? null : new Date(message.deliveredAtMs).toISOString(),
  };
}
