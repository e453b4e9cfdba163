import { z } from 'zod';
import { addressSchema, severitySchema } from './primitives.js';

const ruleSettingSchema = z.object({
  severity: z
    .union([severitySchema, z.literal('off')])
    .optional()
    .describe('instead of the rule’s own; off: it is not asked, and coverage says so'),
  params: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.array(z.string())])).optional(),
});

/** Thresholds and severities of rules, as a user wants them; a name that no rule has is refused. */
export const policySettingsSchema = z
  .object({ rules: z.record(z.string().max(80), ruleSettingSchema) })
  .meta({ id: 'CheckPolicySettings' });
export type PolicySettings = z.infer<typeof policySettingsSchema>;
export type RuleSetting = z.infer<typeof ruleSettingSchema>;

export const checkPolicySchema = policySettingsSchema
  .extend({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes'),
    accounts: z.array(addressSchema).max(1_000).default([]).describe('whose checks follow it without naming it'),
  })
  .meta({ id: 'CheckPolicy' });
export type CheckPolicy = z.infer<typeof checkPolicySchema>;
