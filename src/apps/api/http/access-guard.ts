import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { ACCESS, type Access, AUDIT, type AuditedAs } from './route.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const FOREIGN = 'A browser may only sign in, and change things, from the pages of this address.';
export const UNKNOWN_CALLER = 'Give a key that is valid here: Authorization: Bearer <key>.';

/** A route that says nothing of who may call it is closed to all. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    const { origin, host } = request.headers;
    const isOwn = isOwnOrigin(origin, host);
    if (access === 'open') {
      // Another site's form would sign a browser in to an organisation of its own, and have people work there.
      if (origin !== undefined && !isOwn && !SAFE_METHODS.has(request.method)) throw new ProblemError(403, FOREIGN);
      return true;
    }
    if (caller === null) throw new ProblemError(401, request.refusal ?? UNKNOWN_CALLER, [], { 'www-authenticate': 'Bearer' });
    request.auditedAs = this.reflector.get<AuditedAs | undefined>(AUDIT, context.getHandler()) ?? null;
    if (access === undefined) throw new ProblemError(403, 'Nobody may call this.');
    if (access !== 'known' && !caller.scopes.includes(access))
      throw new ProblemError(403, `This needs the scope ${access}; the key "${caller.name}" has ${caller.scopes.join(', ')}.`);
    if (caller.via === 'session' && !SAFE_METHODS.has(request.method) && !isOwn) throw new ProblemError(403, FOREIGN);
    return true;
  }
}

/** The page that asks is one of ours: a cookie goes along whoever asks. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
