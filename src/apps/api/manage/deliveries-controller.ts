import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  deliveriesQuerySchema,
  deliveryDetailSchema,
  deliveryQuerySchema,
  deliverySchema,
  deliverySummarySchema,
  replayedSchema,
} from '../../../contracts/channel.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { OutboxFilter } from '../../../ports/delivery-store.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';
import { deliveryOut, exchangeOut, summaryOut } from './delivery-out.js';

const deliveryPageSchema = pageOf(deliverySchema);
const summaryPageSchema = pageOf(deliverySummarySchema);

type Id = z.output<typeof idParams>;
type Page = z.output<typeof deliveryPageSchema>;

@ApiTags('channels')
@Controller('v1')
export class DeliveriesController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'channels' | 'outbox'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: 'deliveries',
    summary: 'What was sent to all channels, newest first; `state=dead`: the dead letters among them',
    access: 'read',
    query: deliveriesQuerySchema,
    response: deliveryPageSchema,
  })
  listAllDeliveries({ channel, incident, ...query }: z.output<typeof deliveriesQuerySchema>, { organisationId }: Caller): Promise<Page> {
    const filter = {
      ...(channel === undefined ? {} : { channelId: channel }),
      ...(incident === undefined ? {} : { incidentId: incident }),
    };
    return this.page({ organisationId, ...filter }, query);
  }

  @Route({
    method: 'GET',
    path: 'deliveries/summary',
    summary: 'How things stand with each channel: what waits, what is dead, and how the newest went',
    access: 'read',
    response: summaryPageSchema,
  })
  async summarizeDeliveries({ organisationId }: Caller): Promise<z.output<typeof summaryPageSchema>> {
    return { items: (await this.control.outbox.summary(organisationId)).map(summaryOut), nextCursor: null };
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
  async listDeliveries({ id }: Id, query: z.output<typeof deliveryQuerySchema>, { organisationId }: Caller): Promise<Page> {
    await this.knownChannel(organisationId, id);
    return this.page({ organisationId, channelId: id }, query);
  }

  @Route({
    method: 'GET',
    path: 'deliveries/:id',
    summary: 'One delivery: its body, and the newest 20 tries with what was sent and answered',
    access: 'read',
    params: idParams,
    response: deliveryDetailSchema,
  })
  async getDelivery({ id }: Id, { organisationId }: Caller): Promise<z.output<typeof deliveryDetailSchema>> {
    const message = await this.control.outbox.get(organisationId, id);
    if (message === null) throw notFound('delivery');
    const attempts = await this.control.outbox.attempts(id);
    return {
      ...deliveryOut(message),
      body: message.body,
      history: attempts.map(({ atMs, result, reason, exchange }) => ({
        at: new Date(atMs).toISOString(),
        result,
        reason,
        exchange: exchangeOut(exchange),
      })),
    };
  }

  @Route({
    method: 'POST',
    path: 'deliveries/:id/replay',
    summary: 'Sends a dead delivery again, under its old id',
    access: 'write',
    params: idParams,
    response: null,
  })
  async replayDelivery({ id }: Id, { organisationId }: Caller): Promise<undefined> {
    if ((await this.control.outbox.replay({ organisationId, id }, this.nowMs())) === 0)
      throw new ProblemError(409, 'There is no dead delivery of this id whose channel is still there.');
  }

  @Route({
    method: 'POST',
    path: 'channels/:id/replay',
    summary: 'Sends every dead delivery of a channel again, under their old ids and in their order',
    access: 'write',
    params: idParams,
    response: replayedSchema,
  })
  async replayChannel({ id }: Id, { organisationId }: Caller): Promise<z.output<typeof replayedSchema>> {
    await this.knownChannel(organisationId, id);
    return { replayed: await this.control.outbox.replay({ organisationId, channelId: id }, this.nowMs()) };
  }

  private async knownChannel(organisationId: string, id: string): Promise<void> {
    if ((await this.control.channels.get(organisationId, id)) === null) throw notFound('channel');
  }

  private async page(filter: OutboxFilter, { state, limit, cursor }: z.output<typeof deliveryQuerySchema>): Promise<Page> {
    const messages = await this.control.outbox.list(
      { ...filter, ...(state === undefined ? {} : { state }), ...(cursor === undefined ? {} : { before: cursor }) },
      limit + 1,
    );
    const last = messages.length > limit ? messages[limit - 1] : undefined;
    return { items: messages.slice(0, limit).map(deliveryOut), nextCursor: last?.id ?? null };
  }
}
