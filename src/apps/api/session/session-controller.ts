import { Controller, Get, Inject, Query, Res, SetMetadata } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { sessionInputSchema, sessionSchema } from '../../../contracts/management.js';
import type { Caller } from '../../platform/caller.js';
import { ProblemError } from '../http/problem.js';
import { ACCESS, Route } from '../http/route.js';
import { AUTHENTICATOR, SIGN_IN } from '../tokens.js';
import { type Authenticator, cookieOf, SESSION_COOKIE } from './authenticator.js';
import type { SignIn } from './sign-in.js';

/** A browser trades its key, or a link, for a cookie that scripts cannot read and other sites cannot use. */
@ApiTags('session')
@Controller()
export class SessionController {
  constructor(
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(SIGN_IN) private readonly signIn: SignIn,
  ) {}

  @Route({ method: 'GET', path: 'v1/session', summary: 'Who am I?', access: 'known', response: sessionSchema })
  getSession(caller: Caller): z.output<typeof sessionSchema> {
    return viewOf(caller, caller.sessionExpiresAtMs);
  }

  @Route({
    method: 'POST',
    path: 'v1/session',
    summary: 'Sign a browser in',
    access: 'open',
    body: sessionInputSchema,
    response: sessionSchema,
    audit: { none: 'nobody is known yet; the use of a key is its `lastUsedAt`' },
  })
  async openSession({ key }: z.output<typeof sessionInputSchema>, _caller: Caller | null, reply: FastifyReply) {
    const { caller, refusal } = await this.authenticator.byKey(key);
    if (caller === null)
      throw new ProblemError(401, refusal ?? 'This key is not valid here.', [{ path: '/key', message: 'is not valid here' }]);
    const { cookie, expiresAtMs, lastsMs } = await this.signIn.open(caller.keyId);
    setCookie(reply, cookie, lastsMs);
    return viewOf(caller, Math.min(expiresAtMs, caller.keyExpiresAtMs ?? expiresAtMs));
  }

  @Route({
    method: 'DELETE',
    path: 'v1/session',
    summary: 'Sign out',
    access: 'known',
    response: null,
    audit: { none: 'one’s own session' },
  })
  async closeSession(_caller: Caller, reply: FastifyReply): Promise<undefined> {
    const cookie = cookieOf(reply.request.headers.cookie);
    if (cookie !== null) await this.signIn.close(cookie);
    this.authenticator.forget();
    setCookie(reply, '', 0);
  }

  /** The link that the start prints: works once. */
  @Get('signin')
  @SetMetadata(ACCESS, 'open')
  @ApiExcludeEndpoint()
  async follow(@Query('code') code: unknown, @Res() reply: FastifyReply): Promise<void> {
    const keyId = typeof code === 'string' ? this.signIn.redeem(code) : null;
    if (keyId !== null) {
      const { cookie, lastsMs } = await this.signIn.open(keyId);
      setCookie(reply, cookie, lastsMs);
    }
    // A link that was used before leads to the page all the same: it asks for a key where the browser has no session.
    await reply.header('cache-control', 'no-store').redirect('/', 303);
  }
}

function viewOf(caller: Caller, expiresAtMs: number | null): z.output<typeof sessionSchema> {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  const { keyId, name, organisationId, memberId, role, scopes } = caller;
  return { keyId, name, organisationId, memberId, role, scopes: [...scopes], expiresAt };
}

function setCookie(reply: FastifyReply, value: string, ms: number): void {
  const { protocol, headers } = reply.request;
  // TLS ends at a proxy mostly, which need not be configured. Whoever claims it falsely only keeps their own browser from sending the cookie.
  const isTls = protocol === 'https' || headers['x-forwarded-proto'] === 'https' || headers.origin?.startsWith('https:') === true;
  const parts = [`${SESSION_COOKIE}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${Math.max(0, Math.floor(ms / 1_000))}`];
  reply.header('set-cookie', [...parts, ...(isTls ? ['Secure'] : [])].join('; '));
}
