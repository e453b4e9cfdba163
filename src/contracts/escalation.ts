import { z } from 'zod';
import { severitySchema } from './primitives.js';

const A_WEEK = 7 * 24 * 60;

const stepSchema = z.object({
  afterMinutes: z.number().int().min(1).max(A_WEEK).describe('since the incident waits for somebody: opened, more severe, or open again'),
  channels: z.array(z.string().min(1).max(63)).min(1, 'name the channels that are told').max(20),
});

const idList = z.array(z.string().min(1).max(200)).min(1, 'name one, or leave it out for all').max(200);

export const escalationInputSchema = z
  .object({
    title: z.string().trim().min(1).max(200),
    minSeverity: severitySchema.default('high'),
    detectors: idList.optional().describe('ids of detectors; left out together with `monitors`: whatever raised it'),
    monitors: idList.optional().describe('ids of your monitors'),
    steps: z.array(stepSchema).min(1, 'a policy without steps tells nobody').max(10),
  })
  .superRefine(({ steps }, ctx) => {
    for (const [index, { afterMinutes }] of steps.entries()) {
      const before = steps[index - 1]?.afterMinutes ?? 0;
      if (afterMinutes <= before)
        ctx.addIssue({
          code: 'custom',
          path: ['steps', index, 'afterMinutes'],
          message: `must be later than the step before (${before} min): minutes count from the beginning`,
        });
    }
  });

export const escalationIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes');
export const escalationNewSchema = escalationInputSchema.safeExtend({ id: escalationIdSchema });

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
