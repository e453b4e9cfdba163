import { z } from 'zod';
import { type escalationChangeSchema, type escalationInputSchema, escalationSchema } from '../contracts/escalation.js';
import { type suppressionQuerySchema, suppressionSchema } from '../contracts/incident-action.js';
import { pageOf } from '../contracts/primitives.js';
import { type QueryOf, type Request, withSignal } from './http.js';

const suppressionPageSchema = pageOf(suppressionSchema);
const escalationPageSchema = pageOf(escalationSchema);

/** What is kept silent beyond one incident; `incidents.mute` and `incidents.feedback` make them. */
export function suppressionCalls(request: Request) {
  return {
    list: (query: QueryOf<typeof suppressionQuerySchema> = {}, signal?: AbortSignal) =>
      request(suppressionPageSchema, '/v1/suppressions', { query, ...withSignal(signal) }),
    /** What comes from now on speaks again. */
    lift: (id: string) => request(z.unknown(), `/v1/suppressions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  };
}

/** Who hears of an incident that nobody acknowledges. */
export function escalationCalls(request: Request) {
  const one = (id: string) => `/v1/escalations/${encodeURIComponent(id)}`;
  return {
    list: (signal?: AbortSignal) => request(escalationPageSchema, '/v1/escalations', withSignal(signal)),
    get: (id: string, signal?: AbortSignal) => request(escalationSchema, one(id), withSignal(signal)),
    create: (body: z.input<typeof escalationInputSchema>) => request(escalationSchema, '/v1/escalations', { method: 'POST', body }),
    change: (id: string, body: z.input<typeof escalationChangeSchema>) => request(escalationSchema, one(id), { method: 'PATCH', body }),
    remove: (id: string) => request(z.unknown(), one(id), { method: 'DELETE' }),
  };
}
