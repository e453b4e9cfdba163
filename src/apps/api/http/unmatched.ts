import { existsSync } from 'node:fs';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UNKNOWN_CALLER } from './access-guard.js';
import { problemOf } from './problem.js';
import { PROBLEM_TYPE } from './problem-filter.js';
import { createStaticFolder } from './static-folder.js';

/** Addresses of the service itself: never a page of the dashboard. */
const RESERVED = /^\/(v1|health|metrics|docs|openapi\.json|asyncapi\.json|socket\.io)(\/|$)/;

/** What no route of the API takes: a page of the dashboard, or a refusal that says why. */
export function serveUnmatched(app: NestFastifyApplication, document: () => OpenAPIObject, dashboardDir: string | null): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const methodsOf = createMethodIndex(document);
  const isBuilt = dashboardDir !== null && existsSync(path.join(dashboardDir, 'index.html'));
  const dashboard = isBuilt ? createStaticFolder(dashboardDir) : null;

  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    const target = pathOf(request);
    const allowed = methodsOf(target);
    if (target.startsWith('/v1') && request.caller === null) reply.status(401).header('www-authenticate', 'Bearer');
    else if (allowed.length > 0) reply.status(405).header('allow', allowed.join(', '));
    else reply.status(404);
    const detail =
      { 401: request.refusal ?? UNKNOWN_CALLER, 405: `This takes ${allowed.join(', ')}.` }[reply.statusCode] ??
      'There is nothing at this address.';
    return reply.header('content-type', PROBLEM_TYPE).send(JSON.stringify(problemOf(reply.statusCode, detail)));
  };

  fastify.get('/*', (request, reply) => {
    const target = pathOf(request);
    if (dashboard === null || RESERVED.test(target)) return refuse(request, reply);
    const name = target.slice(1);
    if (dashboard.has(name)) return dashboard.send(name, request, reply);
    // Pages are drawn in the browser: every address that is no file is the same document.
    return path.extname(name) === '' ? dashboard.send('index.html', request, reply) : refuse(request, reply);
  });
  fastify.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: '/*', handler: refuse });
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

/** Which methods an address takes, by the document's own paths. */
function createMethodIndex(document: () => OpenAPIObject): (target: string) => readonly string[] {
  let patterns: readonly { readonly pattern: RegExp; readonly methods: readonly string[] }[] | undefined;
  return (target) => {
    patterns ??= Object.entries(document().paths).map(([template, item]) => ({
      pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      methods: Object.keys(item).filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method)),
    }));
    const methods = patterns.filter(({ pattern }) => pattern.test(target)).flatMap((known) => known.methods);
    return [...new Set(methods.map((method) => method.toUpperCase()))];
  };
}
