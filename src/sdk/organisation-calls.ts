import { z } from 'zod';
import {
  auditEntrySchema,
  type auditQuerySchema,
  keyCreatedSchema,
  type keyInputSchema,
  keySchema,
  type memberChangeSchema,
  type memberInputSchema,
  memberSchema,
  type organisationInputSchema,
  organisationSchema,
  type protocolChangeSchema,
  type protocolInputSchema,
  protocolSchema,
} from '../contracts/organisation.js';
import { pageOf } from '../contracts/primitives.js';
import { type QueryOf, type Request, withSignal } from './http.js';

const organisationPageSchema = pageOf(organisationSchema);
const memberPageSchema = pageOf(memberSchema);
const keyPageSchema = pageOf(keySchema);
const auditPageSchema = pageOf(auditEntrySchema);
const protocolPageSchema = pageOf(protocolSchema);

/** Another organisation than one's own: for operators. */
type OfOrganisation = { readonly organisation?: string };

/** Who belongs to an organisation, what opens, and who did what. */
export function organisationCalls(request: Request) {
  const membersOf = (organisation: string) => `/v1/organisations/${encodeURIComponent(organisation)}/members`;
  return {
    /** One's own; all of them for an operator. */
    list: () => request(organisationPageSchema, '/v1/organisations'),
    create: (body: z.input<typeof organisationInputSchema>) => request(organisationSchema, '/v1/organisations', { method: 'POST', body }),
    members: (organisation: string) => request(memberPageSchema, membersOf(organisation)),
    addMember: (organisation: string, body: z.input<typeof memberInputSchema>) =>
      request(memberSchema, membersOf(organisation), { method: 'POST', body }),
    /** Keys of theirs may at once do no more than the role allows. */
    changeMember: (organisation: string, member: string, body: z.input<typeof memberChangeSchema>) =>
      request(memberSchema, `${membersOf(organisation)}/${encodeURIComponent(member)}`, { method: 'PATCH', body }),
    /** Their keys, sessions and sockets end. */
    removeMember: (organisation: string, member: string) =>
      request(z.unknown(), `${membersOf(organisation)}/${encodeURIComponent(member)}`, { method: 'DELETE' }),
    /** Who did what, and what was refused to whom, newest first. */
    audit: (query: QueryOf<typeof auditQuerySchema> = {}, signal?: AbortSignal) =>
      request(auditPageSchema, '/v1/audit', { query, ...withSignal(signal) }),
  };
}

export function keyCalls(request: Request) {
  return {
    list: (query: OfOrganisation = {}) => request(keyPageSchema, '/v1/keys', { query }),
    /** The key itself is in this answer only. */
    create: (body: z.input<typeof keyInputSchema>) => request(keyCreatedSchema, '/v1/keys', { method: 'POST', body }),
    revoke: (id: string) => request(z.unknown(), `/v1/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  };
}

/** Sets of addresses that are watched as one; `openRealtime` takes their ids as `filter.protocols`. */
export function protocolCalls(request: Request) {
  const one = (id: string) => `/v1/protocols/${encodeURIComponent(id)}`;
  return {
    list: () => request(protocolPageSchema, '/v1/protocols'),
    get: (id: string) => request(protocolSchema, one(id)),
    create: (body: z.input<typeof protocolInputSchema>) => request(protocolSchema, '/v1/protocols', { method: 'POST', body }),
    change: (id: string, body: z.input<typeof protocolChangeSchema>) => request(protocolSchema, one(id), { method: 'PATCH', body }),
    remove: (id: string) => request(z.unknown(), one(id), { method: 'DELETE' }),
  };
}
