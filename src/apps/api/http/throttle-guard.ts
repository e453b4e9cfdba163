import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NOW, REQUESTS_PER_MINUTE } from '../tokens.js';
import { isOfApi } from './is-of-api.js';
import { ProblemError } from './problem.js';

const WINDOW_MS = 60_000;
/** Keys and addresses that are counted at a time. Where there are more, all begin afresh: generous, and bounded. */
const MAX_COUNTED = 10_000;

/** So many requests a minute of one key, over all routes; of one address where there is no key. Probes, metrics and pages are free, and so are sockets. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly counts = new Map<string, number>();
  private windowEndsAtMs = 0;

  constructor(
    @Inject(REQUESTS_PER_MINUTE) private readonly limit: number,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isOfApi(request)) return true;
    const now = this.nowMs();
    if (now >= this.windowEndsAtMs || this.counts.size >= MAX_COUNTED) {
      this.counts.clear();
      this.windowEndsAtMs = now + WINDOW_MS;
    }
    const who = request.caller === null ? `address ${request.ip}` : `key ${request.caller.keyId}`;
    const count = (this.counts.get(who) ?? 0) + 1;
    this.counts.set(who, count);
    if (count <= this.limit) return true;
    const seconds = Math.max(1, Math.ceil((this.windowEndsAtMs - now) / 1_000));
    throw new ProblemError(429, `More than ${this.limit} requests within a minute; come back in ${seconds} seconds.`, [], {
      'retry-after': String(seconds),
    });
  }
}
