import type { FastifyRequest } from 'fastify';

/** By the route that was found, however its address was spelled; by the address where none was. */
export function isOfApi(request: FastifyRequest): boolean {
  return (request.routeOptions.url ?? '').startsWith('/v1') || request.url.startsWith('/v1');
}
