import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { auditEntrySchema, auditQuerySchema } from '../../../contracts/organisation.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL } from '../tokens.js';
import { organisationFor } from './of-organisation.js';

const auditPageSchema = pageOf(auditEntrySchema);
const detailSchema = z.record(z.string(), z.unknown());

@ApiTags('organisations')
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(CONTROL) private readonly control: Pick<ControlStore, 'audit' | 'organisations'>) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Who did what, and what was refused to whom, newest first',
    access: 'admin',
    query: auditQuerySchema,
    response: auditPageSchema,
  })
  async listAudit(
    { limit, cursor, organisation, action, key, outcome }: z.output<typeof auditQuerySchema>,
    caller: Caller,
  ): Promise<z.output<typeof auditPageSchema>> {
    const { id } = await organisationFor(this.control, caller, organisation);
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor))
      throw new ProblemError(400, 'The cursor does not hold.', [{ path: '/cursor', message: 'expected a nextCursor' }]);
    const rows = await this.control.audit.list(id, limit + 1, cursor ?? null, {
      ...(action === undefined ? {} : { action }),
      ...(key === undefined ? {} : { keyId: key }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    const items = rows.slice(0, limit).map(({ position, atMs, keyId, keyName, memberId, action, target, outcome, origin, detail }) => ({
      id: position,
      at: new Date(atMs).toISOString(),
      keyId,
      keyName,
      memberId,
      action,
      target,
      outcome,
      origin,
      detail: detailFrom(detail),
    }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}

/** An object, or a sentence. */
function detailFrom(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return text === '' ? {} : { text };
  const parsed = detailSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : { text };
}
