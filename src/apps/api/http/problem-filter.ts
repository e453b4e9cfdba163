import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../../contracts/management.js';
import { isRetryable, messageOf } from '../../../core/errors.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Logger } from '../../../ports/logger.js';
import { CONTROL, LOGGER, NOW } from '../tokens.js';
import { refusedEntry } from './audit-trail.js';
import { ProblemError, problemOf } from './problem.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The one way out for everything that went wrong: a problem for the caller, the cause for the log, never the one in the other. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'audit'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemFor(error);
    const refused = refusedEntry(host.switchToHttp().getRequest<FastifyRequest>(), problem.status, problem.detail ?? '', this.nowMs());
    if (refused !== null)
      await this.control.audit.put(refused).catch((failure: unknown) => {
        this.logger.error({ error: messageOf(failure), action: refused.action }, 'a refused attempt could not be recorded');
      });
    if (error instanceof ProblemError) reply.headers(error.headers);
    void reply.status(problem.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
  }

  private problemFor(error: unknown): Problem {
    if (error instanceof ProblemError) return problemOf(error.status, error.message, error.errors);
    if (error instanceof HttpException) return problemOf(error.getStatus(), error.message);
    if (isRetryable(error)) {
      this.logger.warn({ code: error.code, error: error.message }, 'a request could not be answered now');
      return problemOf(503, error.message);
    }
    // Fastify's own refusals: a body that is no JSON, too large, of another type.
    const status: unknown = Reflect.get(Object(error), 'statusCode');
    if (typeof status === 'number' && status >= 400 && status < 500) return problemOf(status, messageOf(error));
    this.logger.error({ error: error instanceof Error ? error.stack : messageOf(error) }, 'a request failed');
    return problemOf(500, 'The request failed for a reason of ours; the log has it.');
  }
}
