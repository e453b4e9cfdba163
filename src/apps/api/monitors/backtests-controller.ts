import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { backtestInputSchema, backtestSchema } from '../../../contracts/backtest.js';
import { pageOf, pageQuerySchema } from '../../../contracts/primitives.js';
import type { BacktestDesk } from '../../monitoring/backtest-desk.js';
import type { Caller } from '../../platform/caller.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { BACKTEST_DESK } from '../tokens.js';

const backtestPageSchema = pageOf(backtestSchema);
const listSchema = z.object({ limit: pageQuerySchema.shape.limit });

@ApiTags('monitors')
@Controller('v1/backtests')
export class BacktestsController {
  constructor(@Inject(BACKTEST_DESK) private readonly desk: BacktestDesk) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'What a monitor would have said of past blocks; runs in the background, and sends nothing',
    access: 'write',
    body: backtestInputSchema,
    response: backtestSchema,
    status: 202,
  })
  async startBacktest(input: z.output<typeof backtestInputSchema>, caller: Caller): Promise<z.output<typeof backtestSchema>> {
    const started = await this.desk.start(caller.organisationId, input);
    if (started.kind === 'refused')
      throw new ProblemError(
        400,
        'The backtest was not started.',
        started.problems.map(({ path, message }) => ({ path, message })),
      );
    return started.backtest;
  }

  @Route({ method: 'GET', path: '', summary: 'The newest backtests', access: 'read', query: listSchema, response: backtestPageSchema })
  async listBacktests({ limit }: z.output<typeof listSchema>, { organisationId }: Caller): Promise<z.output<typeof backtestPageSchema>> {
    return { items: [...(await this.desk.list(organisationId, limit))], nextCursor: null };
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'How far it is, and what it came to',
    access: 'read',
    params: idParams,
    response: backtestSchema,
  })
  async getBacktest({ id }: z.output<typeof idParams>, { organisationId }: Caller): Promise<z.output<typeof backtestSchema>> {
    const backtest = await this.desk.get(organisationId, id);
    if (backtest === null) throw notFound('backtest');
    return backtest;
  }

  @Route({
    method: 'POST',
    path: ':id/cancel',
    summary: 'Ends it before it is through; one that has ended stays as it is',
    access: 'write',
    params: idParams,
    response: backtestSchema,
  })
  async cancelBacktest({ id }: z.output<typeof idParams>, { organisationId }: Caller): Promise<z.output<typeof backtestSchema>> {
    const ended = await this.desk.cancel(organisationId, id);
    if (ended === null) throw notFound('backtest');
    return ended;
  }
}
