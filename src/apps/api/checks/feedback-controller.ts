import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { checkFeedbackSchema, feedbackRequestSchema } from '../../../contracts/screening.js';
import type { Checking } from '../../checking/checking.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { Route } from '../http/route.js';
import { CHECKING } from '../tokens.js';
import { checkingOr501, problemFrom } from './checking-problems.js';

@ApiTags('checks')
@Controller('v1')
export class FeedbackController {
  constructor(@Inject(CHECKING) private readonly checking: Checking | null) {}

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
    return desk.feedback(given, caller, isOperator(caller)).catch((error: unknown) => {
      throw problemFrom(error);
    });
  }
}
