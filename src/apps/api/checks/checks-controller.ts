import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type CheckRequest, checkRequestSchema, MOST_REQUESTS } from '../../../contracts/check.js';
import { type CheckAnswer, checkAnswerSchema } from '../../../contracts/check-answer.js';
import { problemSchema } from '../../../contracts/management.js';
import { messageOf } from '../../../core/errors.js';
import type { Checking } from '../../checking/checking.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { ProblemError, problemOf } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CHECKING, NOW } from '../tokens.js';
import { checkingOr501, problemFrom } from './checking-problems.js';

const manyQuerySchema = z.object({
  deadlineMs: z.coerce.number().int().min(50).max(60_000).optional().describe('for all requests of an array together'),
});
const bodySchema = z.union([checkRequestSchema, z.array(checkRequestSchema).min(1).max(MOST_REQUESTS)]);
const failedSchema = z.object({ problem: problemSchema });
const answerSchema = z.union([checkAnswerSchema, z.array(z.union([checkAnswerSchema, failedSchema]))]);
type Answers = z.output<typeof answerSchema>;

/** Of the requests of an array so many run at once: each is many simulations. */
const AT_ONCE = 8;

@ApiTags('checks')
@Controller('v1/checks')
export class ChecksController {
  constructor(
    @Inject(CHECKING) private readonly checking: Checking | null,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Checks what is about to be signed: one request, or several as an array, each answered for itself',
    access: 'check',
    query: manyQuerySchema,
    body: bodySchema,
    response: answerSchema,
    audit: { none: 'a question; the answer is kept, and by whom it was asked' },
  })
  async check({ deadlineMs }: z.output<typeof manyQuerySchema>, body: z.output<typeof bodySchema>, caller: Caller): Promise<Answers> {
    const { desk } = checkingOr501(this.checking);
    const ask = (request: CheckRequest): Promise<CheckAnswer> =>
      desk.check(request, caller).catch((error: unknown) => {
        throw problemFrom(error);
      });
    if (!Array.isArray(body)) return ask(body);
    const endsAt = deadlineMs === undefined ? Number.POSITIVE_INFINITY : this.nowMs() + deadlineMs;
    const answers: (CheckAnswer | z.output<typeof failedSchema>)[] = new Array(body.length);
    const queue = [...body.entries()];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [i, request] = next;
        const left = Math.max(50, Math.min(request.deadlineMs, endsAt - this.nowMs()));
        answers[i] = await ask({ ...request, deadlineMs: left }).catch((error: unknown) => failed(error));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return answers;
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'An answer as it was given',
    access: 'check',
    params: idParams,
    response: checkAnswerSchema,
  })
  async getCheck({ id }: z.output<typeof idParams>, caller: Caller): Promise<CheckAnswer> {
    const { desk } = checkingOr501(this.checking);
    return desk.get(id, caller).catch((error: unknown) => {
      throw problemFrom(error);
    });
  }

  @Route({
    method: 'POST',
    path: ':id/recheck',
    summary: 'Asks the same again on the newest state, and says what is different',
    access: 'check',
    params: idParams,
    response: checkAnswerSchema,
    audit: { none: 'a question; the answer is kept, and by whom it was asked' },
  })
  async recheck({ id }: z.output<typeof idParams>, caller: Caller): Promise<CheckAnswer> {
    const { desk } = checkingOr501(this.checking);
    return desk.recheck(id, caller).catch((error: unknown) => {
      throw problemFrom(error);
    });
  }
}

/** One request that cannot be answered costs the others nothing. */
function failed(error: unknown): z.output<typeof failedSchema> {
  const isProblem = error instanceof ProblemError;
  return { problem: isProblem ? problemOf(error.status, error.message, error.errors) : problemOf(500, messageOf(error)) };
}
