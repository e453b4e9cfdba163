import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import type { AuditEntry, AuditStore } from '../../../ports/check-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import { CONTROL, NOW } from '../tokens.js';
import { auditDetailOf } from './audit-detail.js';
import { isRefusal } from './problem.js';
import { AUDIT, type AuditedAs } from './route.js';

/** The call in hand: the place of its row until somebody says what became of it, and where it came from. */
const inHand = new AsyncLocalStorage<{ begun: string | null; readonly origin: string }>();

/** The store's audit as handlers see it: rows say where the call came from, and the first that a handler writes itself is the one of its call. */
export function noticedAudit(audit: AuditStore): AuditStore {
  return {
    ...audit,
    async put(entry) {
      const call = inHand.getStore();
      const row = { origin: call?.origin, ...entry };
      if (call === undefined || call.begun === null) return await audit.put(row);
      await audit.settle(call.begun, row);
      call.begun = null;
    },
  };
}

/**
 * Every route that changes something leaves a row of who did what: begun before anything is changed, settled before the answer goes out. A route cannot forget it:
 * only what its `audit` exempts with a reason leaves none.
 */
@Injectable()
export class AuditTrail implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'audit'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const as = this.reflector.get<AuditedAs | undefined>(AUDIT, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    if (caller === null || as === undefined || as.action === null) return next.handle();
    const { action } = as;
    const { organisationId, keyId } = caller;
    const origin = request.ip;
    const entryOf = (result: unknown): AuditEntry => {
      const detail = JSON.stringify(auditDetailOf(request.body));
      return { atMs: this.nowMs(), organisationId, keyId, action, target: targetOf(request, result), detail, origin };
    };
    const { audit } = this.control;
    return defer(async () => {
      const call = { begun: await audit.begin(entryOf(null)), origin };
      return await inHand.run(call, async () => {
        const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined }).catch(async (error: unknown) => {
          // What failed on our side may have been done all the same: the row stays, and says so.
          if (call.begun !== null && isRefusal(error)) await audit.settle(call.begun, null);
          throw error;
        });
        if (call.begun !== null) await audit.settle(call.begun, entryOf(result));
        return result;
      });
    });
  }
}

/** An attempt that was refused for want of a right: by a key without the scope, or by the handler itself. */
export function refusedEntry(request: FastifyRequest, status: number, reason: string, nowMs: number): AuditEntry | null {
  const { caller, auditedAs } = request;
  if (caller === null || auditedAs?.action == null || status !== 403) return null;
  const { organisationId, keyId } = caller;
  const detail = JSON.stringify({ status, reason });
  return {
    atMs: nowMs,
    organisationId,
    keyId,
    action: auditedAs.action,
    target: targetOf(request, null),
    detail,
    outcome: 'refused',
    origin: request.ip,
  };
}

/** What the address names; else what the body or the answer is called. */
function targetOf({ params, body }: FastifyRequest, result: unknown): string {
  const named = Object.values(Object(params)).map(String);
  if (named.length > 0) return named.join('/').slice(0, 300);
  for (const thing of [body, result])
    for (const field of ['id', 'name', 'address']) {
      const value: unknown = Reflect.get(Object(thing), field);
      if (typeof value === 'string') return value.slice(0, 300);
    }
  return '';
}
