import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  monitorInputSchema,
  monitorQuerySchema,
  monitorSchema,
  monitorValidationSchema,
  monitorVersionsSchema,
} from '../../../contracts/monitor.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { MonitorStore } from '../../../ports/monitor-store.js';
import type { MonitorDesk } from '../../monitoring/monitor-desk.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, MONITOR_DESK } from '../tokens.js';

const monitorPageSchema = pageOf(monitorSchema);
const versionQuerySchema = z.object({
  version: z.coerce.number().int().nonnegative().optional().describe('refused where this is not the newest any more; 0: it must be new'),
});

type Id = z.output<typeof idParams>;
type Input = z.output<typeof monitorInputSchema>;
type View = z.output<typeof monitorSchema>;

@ApiTags('monitors')
@Controller('v1/monitors')
export class MonitorsController {
  constructor(
    @Inject(CONTROL) private readonly control: { readonly monitors: MonitorStore },
    @Inject(MONITOR_DESK) private readonly desk: MonitorDesk,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'What the organisation watches, with the last match of each',
    access: 'read',
    query: monitorQuerySchema,
    response: monitorPageSchema,
  })
  async listMonitors({ limit, cursor }: z.output<typeof monitorQuerySchema>, caller: Caller): Promise<z.output<typeof monitorPageSchema>> {
    const all = (await this.desk.list(caller.organisationId)).filter(({ id }) => cursor === undefined || id > cursor);
    const items = all.slice(0, limit);
    return { items, nextCursor: all.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  @Route({
    method: 'POST',
    path: 'validate',
    audit: { none: 'nothing is kept' },
    summary: 'What is wrong with a monitor, with line and column; nothing is kept',
    access: 'read',
    body: z.record(z.string(), z.unknown()),
    response: monitorValidationSchema,
  })
  validateMonitor(body: Record<string, unknown>, caller: Caller): Promise<z.output<typeof monitorValidationSchema>> {
    return this.desk.validate(caller.organisationId, body);
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Keeps a monitor, or its next version; it is asked from the next block on',
    access: 'write',
    query: versionQuerySchema,
    body: monitorInputSchema,
    response: monitorSchema,
    status: 201,
  })
  async saveMonitor({ version }: z.output<typeof versionQuerySchema>, input: Input, caller: Caller): Promise<View> {
    const saved = await this.desk.save(caller.organisationId, input, caller.keyId, version ?? null);
    if (saved.kind === 'conflict') throw new ProblemError(409, 'Somebody saved another version meanwhile: read it again, and decide.');
    if (saved.kind === 'refused') {
      const errors = saved.problems
        .filter(({ severity }) => severity === 'error')
        .map(({ path, message, line, column, remedy }) => ({
          path,
          message: `${message}${line === null ? '' : ` (line ${line}, column ${column ?? 1})`}${remedy === null ? '' : `; ${remedy}`}`,
        }));
      throw new ProblemError(400, 'The monitor would not work, and was not kept.', errors);
    }
    return this.view(caller.organisationId, input.id);
  }

  @Route({ method: 'GET', path: ':id', summary: 'One monitor', access: 'read', params: idParams, response: monitorSchema })
  getMonitor({ id }: Id, { organisationId }: Caller): Promise<View> {
    return this.view(organisationId, id);
  }

  @Route({
    method: 'GET',
    path: ':id/versions',
    summary: 'Who changed it and how, newest first',
    access: 'read',
    params: idParams,
    response: monitorVersionsSchema,
  })
  async listMonitorVersions({ id }: Id, { organisationId }: Caller): Promise<z.output<typeof monitorVersionsSchema>> {
    const versions = await this.control.monitors.versions(organisationId, id);
    if (versions.length === 0) throw notFound('monitor');
    return versions.map(({ version, atMs, by, body }) => ({
      version,
      at: new Date(atMs).toISOString(),
      by,
      removed: body === null,
      monitor: body === null ? null : (monitorInputSchema.safeParse(body).data ?? null),
    }));
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Watches it no more; its versions and alerts stay on record',
    access: 'write',
    params: idParams,
    response: null,
  })
  async removeMonitor({ id }: Id, caller: Caller): Promise<undefined> {
    const removed = await this.desk.remove(caller.organisationId, id, caller.keyId);
    if (removed === 'missing') throw notFound('monitor');
    if (removed !== 'removed')
      throw new ProblemError(409, `The sequence of ${removed.neededBy} waits for this monitor: change that one first.`);
  }

  private async view(organisationId: string, id: string): Promise<View> {
    const found = (await this.desk.list(organisationId)).find((monitor) => monitor.id === id);
    if (found === undefined) throw notFound('monitor');
    return found;
  }
}
