import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { deadLetterQuerySchema, deadLetterSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore, DeadLetter } from '../../../ports/control-store.js';
import type { ApiParts } from '../api-parts.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW, REPLAY } from '../tokens.js';

const deadLetterPageSchema = pageOf(deadLetterSchema);

@ApiTags('deadletters')
@Controller('v1/deadletters')
export class DeadLettersController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'deadLetters'>,
    @Inject(REPLAY) private readonly replayer: NonNullable<ApiParts['deadLetters']> | null,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Inputs that could not be used, newest first',
    access: 'read',
    query: deadLetterQuerySchema,
    response: deadLetterPageSchema,
  })
  async listDeadLetters({ limit, cursor }: z.output<typeof deadLetterQuerySchema>): Promise<z.output<typeof deadLetterPageSchema>> {
    const page = await this.control.deadLetters.list(limit, cursor ?? null);
    return { items: page.items.map(deadLetterOut), nextCursor: page.nextCursor };
  }

  @Route({
    method: 'POST',
    path: ':id/replay',
    summary: 'Puts the input in again',
    access: 'admin',
    params: idParams,
    response: deadLetterSchema,
  })
  async replayDeadLetter({ id }: z.output<typeof idParams>): Promise<z.output<typeof deadLetterSchema>> {
    const letter = await this.control.deadLetters.get(id);
    if (letter === null) throw notFound('dead letter');
    if (this.replayer === null) throw new ProblemError(501, 'This process takes no input; ask the one that ingests.');
    if (!(await this.replayer.replay(id))) throw new ProblemError(409, 'The input is still unusable, or its stage takes none again.');
    const replayedAtMs = this.nowMs();
    await this.control.deadLetters.markReplayed(id, replayedAtMs);
    return deadLetterOut({ ...letter, replayedAtMs });
  }
}

function deadLetterOut({
  id,
  stage,
  chainId,
  blockNumber,
  reason,
  detail,
  atMs,
  replayedAtMs,
}: DeadLetter): z.output<typeof deadLetterSchema> {
  return {
    id,
    stage,
    chainId,
    blockNumber,
    reason,
    detail,
    at: new Date(atMs).toISOString(),
    replayedAt: replayedAtMs === null ? null : new Date(replayedAtMs).toISOString(),
  };
}
