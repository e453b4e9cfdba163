import { z } from 'zod';
import { addressSchema, pageQuerySchema, timeSchema } from './primitives.js';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes');
const nameOfSomething = z.string().min(1).max(100);

export const scopeSchema = z.enum(['read', 'write', 'check', 'admin', 'operator']);
export const roleSchema = z
  .enum(['owner', 'admin', 'analyst', 'viewer'])
  .describe('owner and admin: read, write, check, admin; analyst: read, write, check; viewer: read. Only an owner makes or unmakes owners');

const personSchema = z.object({ name: nameOfSomething, email: z.email().max(254) });

export const organisationInputSchema = z
  .object({ id: slug, name: nameOfSomething, owner: personSchema.optional().describe('its first member') })
  .meta({ id: 'OrganisationInput' });
export const organisationSchema = z.object({ id: z.string(), name: z.string(), createdAt: timeSchema }).meta({ id: 'Organisation' });

export const memberInputSchema = personSchema.extend({ role: roleSchema }).meta({ id: 'MemberInput' });
export const memberChangeSchema = z
  .object({ name: nameOfSomething.optional(), role: roleSchema.optional() })
  .refine(({ name, role }) => name !== undefined || role !== undefined, 'says nothing to change')
  .meta({ id: 'MemberChange' });
export const memberSchema = z
  .object({ id: z.string(), organisationId: z.string(), name: z.string(), email: z.string(), role: roleSchema, createdAt: timeSchema })
  .meta({ id: 'Member' });

export const ofOrganisationQuerySchema = z.object({
  organisation: z.string().max(63).optional().describe('another than one’s own: for operators'),
});

export const keyInputSchema = z
  .object({
    name: nameOfSomething,
    scopes: z.array(scopeSchema).min(1),
    expiresAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('left out: as the key that makes it, which for most is never; never later than that one'),
    memberId: z.string().max(100).optional().describe('whose it is: never more than their role allows, and gone with them'),
    organisationId: z.string().max(63).optional().describe('another than one’s own: for operators'),
  })
  .meta({ id: 'KeyInput' });
export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    organisationId: z.string(),
    memberId: z.string().nullable().describe('null: a program’s, of the organisation itself'),
    scopes: z.array(scopeSchema).describe('as given'),
    allowedScopes: z.array(scopeSchema).describe('what the member’s role leaves of them now'),
    createdAt: timeSchema,
    expiresAt: timeSchema.nullable(),
    revokedAt: timeSchema.nullable(),
    lastUsedAt: timeSchema.nullable().describe('some minutes behind'),
  })
  .meta({ id: 'Key' });
export const keyCreatedSchema = keySchema.extend({ key: z.string() }).meta({ id: 'KeyCreated' });

export const AUDIT_OUTCOMES = ['done', 'refused', 'unknown'] as const;
export const auditQuerySchema = pageQuerySchema.extend(ofOrganisationQuerySchema.shape).extend({
  action: z.string().max(100).optional().describe('such as `key.create`, or its beginning: `key.`'),
  key: z.string().max(100).optional().describe('id of the key that did it'),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
});
export const auditEntrySchema = z
  .object({
    id: z.string(),
    at: timeSchema,
    keyId: z.string(),
    keyName: z.string().nullable(),
    memberId: z.string().nullable(),
    action: z.string(),
    target: z.string(),
    outcome: z.enum(AUDIT_OUTCOMES).describe('`unknown`: it was begun, and nothing tells how it ended'),
    origin: z.string().nullable().describe('address that the call came from; null: from the shell, or not kept yet'),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

/** A named set of addresses: what is watched as one, on the API and on sockets. */
export const protocolInputSchema = z
  .object({
    id: slug,
    title: nameOfSomething,
    chains: z.array(z.number().int().positive()).max(100).default([]).describe('none: on every chain'),
    addresses: z.array(addressSchema).min(1).max(1_000),
  })
  .meta({ id: 'ProtocolInput' });
export const protocolChangeSchema = protocolInputSchema
  .omit({ id: true })
  .extend({ chains: z.array(z.number().int().positive()).max(100) })
  .partial()
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'says nothing to change')
  .meta({ id: 'ProtocolChange' });
export const protocolSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    chains: z.array(z.number()),
    addresses: z.array(z.string()),
    updatedAt: timeSchema,
  })
  .meta({ id: 'Protocol' });

export type KeyBody = z.input<typeof keyInputSchema>;
export type KeyView = z.output<typeof keySchema>;
export type MemberView = z.output<typeof memberSchema>;
export type AuditEntryView = z.output<typeof auditEntrySchema>;
