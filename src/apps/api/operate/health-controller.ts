import { Controller, Get, Inject, Res, SetMetadata } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { liveSchema, readySchema } from '../../../contracts/management.js';
import type { Caller } from '../../platform/caller.js';
import type { PrometheusMetrics } from '../../platform/metrics.js';
import type { ApiParts } from '../api-parts.js';
import { ACCESS, Route } from '../http/route.js';
import { METRICS, READINESS } from '../tokens.js';

@ApiTags('operate')
@Controller()
export class HealthController {
  constructor(
    @Inject(READINESS) private readonly readiness: ApiParts['readiness'],
    @Inject(METRICS) private readonly metrics: PrometheusMetrics,
  ) {}

  @Route({ method: 'GET', path: 'health/live', summary: 'The process answers', access: 'open', response: liveSchema })
  getLive(): z.output<typeof liveSchema> {
    return { status: 'live' };
  }

  @Route({
    method: 'GET',
    path: 'health/ready',
    summary: 'Does it do its work? 503 where not, with reasons',
    access: 'open',
    response: readySchema,
  })
  async getReady(_caller: Caller | null, reply: FastifyReply): Promise<z.output<typeof readySchema>> {
    const checks = (await this.readiness()).map(({ name, ok, detail }) => ({ name, ok, detail: detail ?? null }));
    const isReady = checks.every(({ ok }) => ok);
    if (!isReady) reply.status(503);
    return { status: isReady ? 'ready' : 'not_ready', checks };
  }

  @Get('metrics')
  @SetMetadata(ACCESS, 'open')
  @ApiExcludeEndpoint()
  async getMetrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', this.metrics.contentType).send(await this.metrics.text());
  }
}
