import type { z } from 'zod';
import { problemFromAnswer, unexpectedAnswer, unreachable } from './problem-error.js';

export interface HttpOptions {
  /** Where the service is, such as `http://localhost:3000`. */
  readonly baseUrl: string;
  /** Left out in a browser that holds a session cookie. */
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  /** 30 s if left out. */
  readonly timeoutMs?: number;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a caller may put into a query: numbers and text; the service reads both. */
export type QueryOf<T extends z.ZodType> = { readonly [K in keyof z.output<T>]?: z.output<T>[K] | undefined };

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** One call: sends, waits, and gives back what the schema allows, or throws a ProblemError. */
export type Request = <T extends z.ZodType>(schema: T, path: string, call?: Call) => Promise<z.output<T>>;

const TIMEOUT_MS = 30_000;

/** For calls that may be given up. */
export function withSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

export function urlOf(baseUrl: string, path: string, query: Query = {}): string {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  return url.href;
}

export function createRequest(options: HttpOptions): Request {
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  return async (schema, path, call = {}) => {
    const url = urlOf(options.baseUrl, path, call.query);
    const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const answer = await send(url, {
      method: call.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]),
    }).catch((error: unknown) => {
      // Who cancelled knows why.
      if (call.signal?.aborted === true) throw error;
      throw unreachable(options.baseUrl, error);
    });
    const body = jsonOf(await answer.text());
    if (!answer.ok) throw problemFromAnswer(answer.status, answer.statusText, body);
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw unexpectedAnswer(path, answer.status, describeIssues(parsed.error));
    return parsed.data;
  };
}

/** An empty body, as of a 204, is null. */
function jsonOf(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('/')}: ${issue.message}`)
    .join('; ');
}
