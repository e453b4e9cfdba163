import { z } from 'zod';
import { type backtestInputSchema, backtestSchema } from '../contracts/backtest.js';
import {
  type monitorInputSchema,
  type monitorQuerySchema,
  monitorSchema,
  monitorValidationSchema,
  monitorVersionsSchema,
} from '../contracts/monitor.js';
import { pageOf } from '../contracts/primitives.js';
import { type QueryOf, type Request, withSignal } from './http.js';

const monitorPageSchema = pageOf(monitorSchema);
const backtestPageSchema = pageOf(backtestSchema);

/** What an organisation watches, in its own words. */
export function monitorCalls(request: Request) {
  const one = (id: string) => `/v1/monitors/${encodeURIComponent(id)}`;
  return {
    list: (query: QueryOf<typeof monitorQuerySchema> = {}, signal?: AbortSignal) =>
      request(monitorPageSchema, '/v1/monitors', { query, ...withSignal(signal) }),
    get: (id: string, signal?: AbortSignal) => request(monitorSchema, one(id), withSignal(signal)),
    /** The next version of it. `version`: refused with 409 where that is not the newest any more; 0: it must be new. */
    save: (body: z.input<typeof monitorInputSchema>, query: { readonly version?: number } = {}) =>
      request(monitorSchema, '/v1/monitors', { method: 'POST', body, query }),
    /** Of anything that shall become a monitor; nothing is kept. */
    validate: (body: Readonly<Record<string, unknown>>, signal?: AbortSignal) =>
      request(monitorValidationSchema, '/v1/monitors/validate', { method: 'POST', body, ...withSignal(signal) }),
    /** Newest first, also of one that was removed. */
    versions: (id: string, signal?: AbortSignal) => request(monitorVersionsSchema, `${one(id)}/versions`, withSignal(signal)),
    remove: (id: string) => request(z.unknown(), one(id), { method: 'DELETE' }),
  };
}

/** What a monitor would have said of past blocks. */
export function backtestCalls(request: Request) {
  const one = (id: string) => `/v1/backtests/${encodeURIComponent(id)}`;
  return {
    list: (query: { readonly limit?: number } = {}, signal?: AbortSignal) =>
      request(backtestPageSchema, '/v1/backtests', { query, ...withSignal(signal) }),
    /** Runs in the background: `get` says how far it is. */
    start: (body: z.input<typeof backtestInputSchema>) => request(backtestSchema, '/v1/backtests', { method: 'POST', body }),
    get: (id: string, signal?: AbortSignal) => request(backtestSchema, one(id), withSignal(signal)),
    cancel: (id: string) => request(backtestSchema, `${one(id)}/cancel`, { method: 'POST' }),
  };
}
