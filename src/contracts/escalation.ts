import { z } from 'zod';
import { severitySchema } from './primitives.js';

const A_WEEK = 7 * 24 * 60;

const stepSchema = z.object({
  afterMinutes: z.number().int().min(1).max(A_WEEK).describe('since the incident waits for somebody: opened, more severe, or open again'),
  channels: z.array(z.string().min(1).max(63)).min(1, 'name the channels that are told').max(20),
});

/** Minutes count from the beginning. */
const stepsSchema = z
  .array(stepSchema)
  .min(1, 'a policy without steps tells nobody')
  .max(10)
  .superRefine((steps, ctx) => {
    for (const [index, { afterMinutes }] of steps.entries()) {
      const before = steps[index - 1]?.afterMinutes ?? 0;
      const message = `must be later than the step before (${before} min): minutes count from the beginning`;
      if (afterMinutes <= before) ctx.addIssue({ code: 'custom', path: [index, 'afterMinutes'], message });
    }
  });

const titleSchema = z.string().trim().min(1).max(200);
const idListSchema = z.array(z.string().min(1).max(200)).min(1, 'name one, or null for all').max(200).nullable();
const detectorsSchema = idListSchema.describe('ids of detectors; null together with `monitors`: whatever raised it');
const monitorsSchema = idListSchema.describe('ids of your monitors');

export const escalationInputSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'),
  title: titleSchema,
  minSeverity: severitySchema.default('high'),
  detectors: detectorsSchema.default(null),
  monitors: monitorsSchema.default(null),
  steps: stepsSchema,
});

/** What is left out stays. */
export const escalationChangeSchema = z.object({
  title: titleSchema.optional(),
  minSeverity: severitySchema.optional(),
  detectors: detectorsSchema.optional(),
  monitors: monitorsSchema.optional(),
  steps: stepsSchema.optional(),
});

export const escalationSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    minSeverity: severitySchema,
    detectors: z.array(z.string()).nullable(),
    monitors: z.array(z.string()).nullable(),
    steps: z.array(stepSchema),
  })
  .meta({ id: 'EscalationPolicy' });
export type EscalationView = z.infer<typeof escalationSchema>;
