import { createRequire } from 'node:module';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { SESSION_COOKIE } from '../session/authenticator.js';
import { asyncDocument } from './asyncapi.js';
import { CATALOGUE } from './json-schema.js';
import { createStaticFolder } from './static-folder.js';

/** What the API can do, made of the routes' own schemas when it is first asked for: that takes longer than all else of the start. */
export function documentOf(app: NestFastifyApplication): () => OpenAPIObject {
  let made: OpenAPIObject | undefined;
  return () => {
    made ??= makeDocument(app);
    return made;
  };
}

function makeDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tocsin')
    .setDescription('On-chain security monitoring: alerts, incidents, coverage, pre-transaction checks. Refusals are problems (RFC 9457).')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, 'key')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...CATALOGUE.all() } };
  return document;
}

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tocsin API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n`;

/** `/openapi.json` and, of sockets, `/asyncapi.json` for programs, `/docs` for people. The page's script is a file, as the content policy wants it. */
export function serveOpenApi(app: NestFastifyApplication, document: () => OpenAPIObject): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const assets = createStaticFolder(path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')));
  const sendJson = (url: string, of: () => unknown) => {
    let text: string | undefined;
    fastify.get(url, (_request, reply) => {
      text ??= JSON.stringify(of());
      return reply.header('content-type', 'application/json; charset=utf-8').send(text);
    });
  };
  sendJson('/openapi.json', document);
  sendJson('/asyncapi.json', asyncDocument);
  fastify.get('/docs', (_request, reply) => reply.header('content-type', 'text/html; charset=utf-8').send(PAGE));
  fastify.get('/docs/start.js', (_request, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(START));
  fastify.get<{ Params: { file: string } }>('/docs/:file', (request, reply) => assets.send(request.params.file, request, reply));
}
