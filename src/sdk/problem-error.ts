import { type Problem, problemSchema } from '../contracts/management.js';

const BRAND = Symbol.for('tocsin.problem-error');

/** What the service refused or could not do, as it said it (RFC 9457). `status` 0: no answer came at all. */
export class ProblemError extends Error {
  readonly [BRAND] = true;

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail ?? problem.title, options);
    this.name = 'ProblemError';
  }

  get status(): number {
    return this.problem.status;
  }
}

/** By a brand, so that two copies of this package recognise each other's errors. */
export function isProblemError(error: unknown): error is ProblemError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** An answer of 4xx or 5xx as a problem, also where its body is not one: a proxy in between writes HTML. */
export function problemFromAnswer(status: number, statusText: string, body: unknown): ProblemError {
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return new ProblemError(parsed.data);
  return new ProblemError({ type: 'about:blank', title: statusText === '' ? `HTTP ${status}` : statusText, status });
}

export function unreachable(url: string, cause: unknown): ProblemError {
  return new ProblemError({ type: 'about:blank', title: 'No answer', status: 0, detail: `No answer from ${url}.` }, { cause });
}

export function unexpectedAnswer(path: string, status: number, problems: string): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The answer to ${path} is not what this version of the SDK expects: ${problems}`,
  });
}
