import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { deadLetterQuerySchema, deadLetterSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore, DeadLetter } from '../../../ports/control-store.js';
import type { ChainStatus } from '../api-parts.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CHAIN_STATES, CONTROL, NOW } from '../tokens.js';

const deadLetterPageSchema = pageOf(deadLetterSchema);

@ApiTags('deadletters')
@Controller('v1/deadletters')
export class DeadLettersController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'deadLetters'>,
    @Inject(CHAIN_STATES) private readonly chains: () => Promise<readonly ChainStatus[]>,
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
    summary: 'Asks whoever reads the chain to take the input in again; `replayedAt` says when that was done',
    access: 'operator',
    params: idParams,
    status: 202,
    response: deadLetterSchema,
  })
  async replayDeadLetter({ id }: z.output<typeof idParams>): Promise<z.output<typeof deadLetterSchema>> {
    const letter = await this.control.deadLetters.get(id);
    if (letter === null) throw notFound('dead letter');
    const chain = (await this.chains()).find(({ chainId }) => chainId === letter.chainId);
    if (chain === undefined || chain.isRecording === true || chain.state === 'done' || chain.state === 'failed')
      throw new ProblemError(
        409,
        chain?.isRecording === true
          ? 'The block is of a recording, which stays as it is: mend its file and read the recording into a new data folder.'
          : 'Nothing reads this chain now: start its ingest first.',
      );
    const requestedAtMs = this.nowMs();
    await this.control.deadLetters.request(id, requestedAtMs);
    return deadLetterOut({ ...letter, requestedAtMs, replayedAtMs: null });
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
  requestedAtMs,
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
    requestedAt: requestedAtMs === null ? null : new Date(requestedAtMs).toISOString(),
    replayedAt: replayedAtMs === null ? null : new Date(replayedAtMs).toISOString(),
  };
}
