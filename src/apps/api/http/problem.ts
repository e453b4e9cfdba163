import { HttpException } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Problem } from '../../../contracts/management.js';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Who are you?',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Body too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not available here',
  503: 'Not available now',
};

/** What a request is answered with when it is refused (RFC 9457). */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: NonNullable<Problem['errors']> = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

/** True where the request was not taken, and nothing was done: our own refusals, the framework's, and those of the server below it. */
export function isRefusal(error: unknown): boolean {
  const status = error instanceof HttpException ? error.getStatus() : statusIn(error);
  return status !== null && status < 500;
}

/** The status that an error carries by itself, if any. */
function statusIn(error: unknown): number | null {
  const status: unknown = error instanceof ProblemError ? error.status : Reflect.get(Object(error), 'statusCode');
  return typeof status === 'number' && status >= 400 ? status : null;
}

export function problemOf(status: number, detail?: string, errors: NonNullable<Problem['errors']> = []): Problem {
  return {
    type: 'about:blank',
    title: TITLES[status] ?? `HTTP ${status}`,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

export function notFound(what: string): ProblemError {
  return new ProblemError(404, `There is no such ${what}.`);
}

/** Where in the input, as a JSON Pointer (RFC 6901). */
export function pointerOf(path: StandardSchemaV1.Issue['path']): string {
  return (path ?? [])
    .map((segment) => (typeof segment === 'object' ? segment.key : segment))
    .map((key) => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

export function invalid(issues: readonly StandardSchemaV1.Issue[]): ProblemError {
  const errors = issues.flatMap(told).map((issue) => ({ path: pointerOf(issue.path), message: issue.message }));
  return new ProblemError(400, 'The request does not hold; `errors` says where.', errors);
}

type Issue = StandardSchemaV1.Issue;

/** Where none of several shapes fits, what is wrong is told of the shape that was meant: the one whose faults lie deepest. */
function told(issue: Issue): readonly Issue[] {
  const branches: unknown = Reflect.get(issue, 'errors');
  if (!Array.isArray(branches) || branches.length === 0) return [issue];
  const depthOf = (branch: readonly Issue[]) => Math.max(0, ...branch.map(({ path = [] }) => path.length));
  const [nearest = []] = (branches as readonly (readonly Issue[])[]).toSorted((a, b) => depthOf(b) - depthOf(a));
  if (depthOf(nearest) === 0) return [issue];
  return nearest.map((inner) => ({ ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] })).flatMap(told);
}
