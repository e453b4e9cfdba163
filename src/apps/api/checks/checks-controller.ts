import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { checkRequestSchema } from '../../../contracts/check.js';
import { type CheckAnswer, checkAnswerSchema } from '../../../contracts/check-answer.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { UnreadableTransaction } from '../../platform/raw-transaction.js';
import type { CheckPort } from '../api-parts.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CHECKS, CONTROL, NOW } from '../tokens.js';

@ApiTags('checks')
@Controller('v1/checks')
export class ChecksController {
  constructor(
    @Inject(CHECKS) private readonly checks: CheckPort | null,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'checks'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Checks a transaction before it is signed',
    access: 'check',
    body: checkRequestSchema,
    response: checkAnswerSchema,
  })
  async check(request: z.output<typeof checkRequestSchema>, caller: Caller): Promise<CheckAnswer> {
    if (this.checks === null) throw new ProblemError(501, 'This process checks nothing.');
    const answer = await this.checks.check(request).catch((error: unknown) => {
      if (!(error instanceof UnreadableTransaction)) throw error;
      throw new ProblemError(400, error.message, [{ path: '/subject/transaction', message: error.message }]);
    });
    await this.control.checks.put({ id: answer.id, keyId: caller.keyId, atMs: this.nowMs(), body: JSON.stringify(answer) });
    return answer;
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'An answer as it was given',
    access: 'check',
    params: idParams,
    response: checkAnswerSchema,
  })
  async getCheck({ id }: z.output<typeof idParams>): Promise<CheckAnswer> {
    const stored = await this.control.checks.get(id);
    if (stored === null) throw notFound('check');
    return checkAnswerSchema.parse(JSON.parse(stored.body));
  }
}
