import 'reflect-metadata';
import fastifyHelmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { FatalError, messageOf } from '../../core/errors.js';
import { openChecking } from '../checking/checking.js';
import { createMonitoring } from '../monitoring/monitoring.js';
import type { Caller, Identity } from '../platform/caller.js';
import { startRealtime } from '../realtime/start-realtime.js';
import { createApiModule } from './api-module.js';
import type { ApiParts } from './api-parts.js';
import { isOwnOrigin } from './http/access-guard.js';
import { noticedAudit } from './http/audit-trail.js';
import { isOfApi } from './http/is-of-api.js';
import { documentOf, serveOpenApi } from './http/openapi.js';
import type { AuditedAs } from './http/route.js';
import { serveUnmatched } from './http/unmatched.js';
import { Authenticator } from './session/authenticator.js';
import { ensureBootstrapKey } from './session/bootstrap-key.js';
import { SignIn } from './session/sign-in.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where no valid key or session came along. */
    caller: Caller | null;
    /** Why a key that was valid once is not any more; null: nothing is known of it. */
    refusal: string | null;
    /** How the audit log knows the call; null where it does not, or before that is known. */
    auditedAs: AuditedAs | null;
  }
}

export interface RunningApi {
  readonly url: string;
  /** A key that was made now: to be shown once. */
  readonly bootstrapKey: string | null;
  /** A fresh link that signs one browser in, once, within ten minutes. */
  signInUrl(): string;
  /** Stops taking requests, tells sockets to come back later, finishes what is in hand. */
  close(): Promise<void>;
}

const NOBODY: Identity = { caller: null, refusal: null };
const BODY_LIMIT_BYTES = 1_048_576;

/** HTTP, sockets and the dashboard on one port. */
export async function startApi(given: ApiParts): Promise<RunningApi> {
  const parts = { ...given, control: { ...given.control, audit: noticedAudit(given.control.audit) } };
  const nowMs = parts.nowMs ?? Date.now;
  const { keyId, made } = await ensureBootstrapKey(parts.control.keys, parts.config.apiKey, nowMs());
  const authenticator = new Authenticator(parts.control, nowMs);
  const signIn = new SignIn(parts.control.sessions, nowMs);
  const checking = parts.checks === null ? null : await openChecking(parts.checks, { ...parts, analytics: parts.analytics.reader, nowMs });
  const monitoring = createMonitoring({ ...parts, sourceOf: parts.sourceOf ?? (() => null), nowMs });
  const app = await NestFactory.create<NestFastifyApplication>(
    createApiModule(parts, checking, monitoring, authenticator, signIn, nowMs),
    new FastifyAdapter({
      bodyLimit: BODY_LIMIT_BYTES,
      forceCloseConnections: 'idle',
      trustProxy: [...(parts.config.trustedProxies ?? [])],
    }),
    { logger: false, abortOnError: false },
  );
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  await protect(fastify);
  identify(fastify, authenticator);
  countRequests(fastify, parts);
  takeCsv(fastify);
  await app.init();
  const document = documentOf(app);
  serveOpenApi(app, document);
  serveUnmatched(app, document, parts.dashboardDir);
  await listen(app, parts.config);
  const realtime = await startRealtime(app.getHttpServer(), {
    ...parts,
    alerts: parts.control.alerts,
    protocols: parts.control.protocols,
    checks: checking?.watch ?? null,
    async authenticate({ apiKey, cookie, origin, host }) {
      if (apiKey !== undefined) return authenticator.byKey(apiKey);
      return isOwnOrigin(origin, host) ? authenticator.from({ cookie }) : NOBODY;
    },
  });
  const url = urlOf(fastify, parts.config.host);
  return {
    url,
    bootstrapKey: made,
    signInUrl: () => `${url}/signin?code=${signIn.newCode(keyId)}`,
    async close() {
      await realtime.close();
      await app.close();
      await checking?.close();
      await monitoring.close();
    },
  };
}

/** A list of addresses as a file: `chain` in the query says of which chain. */
function takeCsv(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('text/csv', { parseAs: 'string' }, (request, csv, done) => {
    const chain = new URL(request.url, 'http://localhost').searchParams.get('chain');
    done(null, { csv, ...(chain === null ? {} : { chainId: Number(chain) }) });
  });
}

async function listen(app: NestFastifyApplication, { host, port }: ApiParts['config']): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw new FatalError(
      'api-port',
      `The API cannot listen on ${host}:${port}: ${messageOf(error)}. Choose another with --port or TOCSIN_PORT.`,
    );
  }
}

/** Headers of every answer. The dashboard brings everything along: scripts, fonts and icons come from here, styles also from its components. */
async function protect(fastify: FastifyInstance): Promise<void> {
  await fastify.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP on localhost is the default; TLS is the proxy's, and so is this promise.
    strictTransportSecurity: false,
  });
}

function identify(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('refusal', null);
  fastify.decorateRequest('auditedAs', null);
  fastify.addHook('onRequest', async (request) => {
    if (!isOfApi(request)) return;
    const { caller, refusal } = await authenticator.from(request.headers);
    request.caller = caller;
    request.refusal = refusal;
  });
}

function countRequests(fastify: FastifyInstance, { metrics }: Pick<ApiParts, 'metrics'>): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    metrics.count('tocsin_http_requests_total', { method: request.method, route, status: String(reply.statusCode) });
  });
}

/** Where a browser on this machine finds it. */
function urlOf(fastify: FastifyInstance, host: string): string {
  const address = fastify.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
