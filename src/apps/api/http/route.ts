import {
  applyDecorators,
  Body,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  SetMetadata,
} from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problemSchema } from '../../../contracts/management.js';
import type { Scope } from '../../../ports/access-store.js';
import type { Caller } from '../../platform/caller.js';
import { CATALOGUE } from './json-schema.js';

/** Who may call: holders of a scope, every known caller, or everybody. */
export type Access = Scope | 'known' | 'open';
export const ACCESS = 'tocsin:access';

/** Under which name the audit log knows a call; null: it leaves no row, for this reason. */
export type AuditedAs = { readonly action: string } | { readonly action: null; readonly because: string };
export const AUDIT = 'tocsin:audit';

export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Null: 204, no body. */
  readonly response: z.ZodType | null;
  /** Of success; 200 if left out, 204 without a body. */
  readonly status?: number;
  /**
   * What changes something is audited as `<noun>.<verb>` of its handler's name (`createChannel`: `channel.create`), unless this names it otherwise or says why
   * it changes nothing that is worth a row.
   */
  readonly audit?: string | { readonly none: string };
}

type Part<S, K extends string> = S extends { readonly [P in K]: infer T extends z.ZodType } ? [z.output<T>] : [];
type CallerOf<S> = S extends { readonly access: 'open' } ? Caller | null : Caller;
/** A handler gets what its route declares, in this order, parsed; then who calls, and the reply for headers. */
type ArgumentsOf<S> = [...Part<S, 'params'>, ...Part<S, 'query'>, ...Part<S, 'body'>, CallerOf<S>, FastifyReply];
type ResultOf<S> = S extends { readonly response: infer T extends z.ZodType } ? z.output<T> : undefined;

const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);

const METHODS = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/**
 * One truth a route: its zod schemas validate the request, type the handler and describe the operation. Without decorator metadata Nest's OpenAPI would
 * drop bodies and parameters in silence; here nothing can be declared that is not described.
 */
export function Route<const S extends RouteSpec>(spec: S) {
  return <T extends (...args: ArgumentsOf<S>) => Promise<ResultOf<S>> | ResultOf<S>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => {
    const parameters: ParameterDecorator[] = [];
    if (spec.params !== undefined) parameters.push(Param({ schema: spec.params }));
    if (spec.query !== undefined) parameters.push(Query({ schema: spec.query }));
    if (spec.body !== undefined) parameters.push(Body({ schema: spec.body }));
    parameters.push(CurrentCaller(), Res({ passthrough: true }));
    parameters.forEach((decorate, index) => void decorate(target, key, index));
    const status = spec.status ?? (spec.response === null ? 204 : 200);
    const decorators = [
      METHODS[spec.method](spec.path),
      HttpCode(status),
      SetMetadata(ACCESS, spec.access),
      SetMetadata(AUDIT, auditedAs(spec, String(key))),
      Header('cache-control', 'no-store'),
      ...described(spec, status, String(key)),
    ];
    applyDecorators(...decorators)(target, key, descriptor);
  };
}

function auditedAs({ method, audit }: RouteSpec, handler: string): AuditedAs {
  if (method === 'GET') return { action: null, because: 'it reads' };
  if (typeof audit === 'object') return { action: null, because: audit.none };
  const [, verb = '', noun = ''] = /^([a-z]+)([A-Z].*)?$/.exec(handler) ?? [];
  return { action: audit ?? (noun === '' ? handler : `${noun.charAt(0).toLowerCase()}${noun.slice(1)}.${verb}`) };
}

function described(spec: RouteSpec, status: number, operationId: string): MethodDecorator[] {
  const access =
    spec.access === 'open' ? 'Needs no key.' : spec.access === 'known' ? 'Needs a key.' : `Needs the scope \`${spec.access}\`.`;
  const description = STATUS_TEXTS[status] ?? 'Done';
  return [
    ApiOperation({ summary: spec.summary, description: access, operationId, ...(spec.access === 'open' ? { security: [] } : {}) }),
    ...(spec.access === 'open' ? [] : [ApiSecurity('key'), ApiSecurity('session')]),
    ...fieldsOf(spec.params).map(({ name, schema }) => ApiParam({ name, schema, required: true })),
    ...fieldsOf(spec.query).map(({ name, schema, isRequired }) => ApiQuery({ name, schema, required: isRequired })),
    ...(spec.body === undefined
      ? []
      : [ApiBody({ schema: CATALOGUE.of(spec.body, 'input'), required: !spec.body.safeParse(undefined).success })]),
    spec.response === null
      ? ApiResponse({ status, description })
      : ApiResponse({ status, description, content: { 'application/json': { schema: CATALOGUE.of(spec.response, 'output') } } }),
    ApiResponse({
      status: 'default',
      description: 'Refused or failed',
      content: { 'application/problem+json': { schema: CATALOGUE.of(problemSchema, 'output') } },
    }),
  ];
}

const STATUS_TEXTS: Readonly<Record<number, string>> = { 200: 'Done', 201: 'Made', 202: 'Accepted', 204: 'Done; nothing to say' };

function fieldsOf(object: z.ZodObject | undefined) {
  return Object.entries(object?.shape ?? {}).map(([name, field]) => ({
    name,
    schema: CATALOGUE.of(field, 'input'),
    isRequired: !z.object({ field }).safeParse({}).success,
  }));
}
