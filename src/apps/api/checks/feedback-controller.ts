import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { pageOf } from '../../../contracts/primitives.js';
import { auditEntrySchema, auditQuerySchema, checkFeedbackSchema, feedbackRequestSchema } from '../../../contracts/screening.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Checking } from '../../checking/checking.js';
import type { Caller } from '../../platform/caller.js';
import { Route } from '../http/route.js';
import { CHECKING, CONTROL } from '../tokens.js';
import { checkingOr501, problemFrom } from './checking-problems.js';

const auditPageSchema = pageOf(auditEntrySchema);

@ApiTags('checks')
@Controller('v1')
export class FeedbackController {
  constructor(
    @Inject(CHECKING) private readonly checking: Checking | null,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'audit'>,
  ) {}

  @Route({
    method: 'POST',
    path: 'feedback',
    summary: 'Says that an answer was wrong: heard within a minute, by your organisation, until it expires',
    access: 'check',
    body: feedbackRequestSchema,
    response: checkFeedbackSchema,
    status: 201,
  })
  async feedbackOnCheck(given: z.output<typeof feedbackRequestSchema>, caller: Caller): Promise<z.output<typeof checkFeedbackSchema>> {
    const { desk } = checkingOr501(this.checking);
    return desk.feedback(given, caller, caller.scopes.includes('operator')).catch((error: unknown) => {
      throw problemFrom(error);
    });
  }

  @Route({
    method: 'GET',
    path: 'audit',
    summary: 'Who did what, newest first',
    access: 'admin',
    query: auditQuerySchema,
    response: auditPageSchema,
  })
  async listAudit({ limit, cursor }: z.output<typeof auditQuerySchema>, caller: Caller): Promise<z.output<typeof auditPageSchema>> {
    const entries = await this.control.audit.list(caller.organisationId, limit, cursor ?? null);
    const items = entries.map(({ position, atMs, keyId, action, target, detail }) => ({
      id: position,
      at: new Date(atMs).toISOString(),
      keyId,
      action,
      target,
      detail: JSON.parse(detail) as Record<string, unknown>,
    }));
    return { items, nextCursor: items.length < limit ? null : (items.at(-1)?.id ?? null) };
  }
}
