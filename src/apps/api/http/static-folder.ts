import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem.js';
import { PROBLEM_TYPE } from './problem-filter.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Build tools put a hash into names below `assets`: what has the same name is the same file for ever. Anything else is asked for again, and costs a 304. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

export interface StaticFolder {
  has(name: string): boolean;
  send(name: string, request: Pick<FastifyRequest, 'headers'>, reply: FastifyReply): FastifyReply;
}

/** Files of one folder as it was at the start, by their path below it: what is not listed cannot be asked for, however the path is spelled. */
export function createStaticFolder(dir: string): StaticFolder {
  const files = new Map<string, { readonly file: string; readonly size: number; readonly etag: string }>();
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(file);
    files.set(path.relative(dir, file).split(path.sep).join('/'), { file, size, etag: `"${size.toString(36)}-${mtimeMs.toString(36)}"` });
  }
  return {
    has: (name) => files.has(name),
    send(name, request, reply) {
      const found = files.get(name);
      if (found === undefined)
        return reply
          .status(404)
          .header('content-type', PROBLEM_TYPE)
          .send(JSON.stringify(problemOf(404, 'There is no such file.')));
      reply.header('cache-control', name.startsWith('assets/') ? FOR_EVER : ASK_AGAIN).header('etag', found.etag);
      if (request.headers['if-none-match'] === found.etag) return reply.status(304).send();
      reply.header('content-type', TYPES[path.extname(name)] ?? 'application/octet-stream').header('content-length', found.size);
      return reply.send(createReadStream(found.file));
    },
  };
}
