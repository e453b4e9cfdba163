import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { ACCESS, type Access, AUDIT, type AuditedAs } from './route.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const UNKNOWN_CALLER = 'Give a key that is valid here: Authorization: Bearer <key>.';

/** A route that says nothing of who may call it is closed to all. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'open') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    if (caller === null) throw new ProblemError(401, request.refusal ?? UNKNOWN_CALLER, [], { 'www-authenticate': 'Bearer' });
    request.auditedAs = this.reflector.get<AuditedAs | undefined>(AUDIT, context.getHandler()) ?? null;
    if (access === undefined) throw new ProblemError(403, 'Nobody may call this.');
    if (access !== 'known' && !caller.scopes.includes(access))
      throw new ProblemError(403, `This needs the scope ${access}; the key "${caller.name}" has ${caller.scopes.join(', ')}.`);
    if (caller.via === 'session' && !SAFE_METHODS.has(request.method) && !isOwnOrigin(request.headers.origin, request.headers.host))
      throw new ProblemError(403, 'A signed-in browser may only change things from the pages of this address.');
    return true;
  }
}

/** The page that asks is one of ours: a cookie goes along whoever asks. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
