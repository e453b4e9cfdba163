import { z } from 'zod';
import { CANARY_MODES } from '../core/deliver/delivery.js';
import { timeSchema } from './primitives.js';

/** Whether an alert would arrive: what became of the messages that tell nothing and go the way of alerts. */
export const canarySchema = z
  .object({
    everySeconds: z.number().nullable().describe('null: no canaries are sent'),
    alarm: z.boolean().describe('whether silence is told to a receiver outside (TOCSIN_ALARM_URL)'),
    chains: z.array(
      z.object({
        chainId: z.number(),
        heardAt: timeSchema.nullable().describe('when the last one that came through to delivery was sent; null: none did yet'),
        isSilent: z.boolean(),
      }),
    ),
    channels: z.array(
      z.object({
        channelId: z.string(),
        mode: z.enum(CANARY_MODES),
        heardAt: timeSchema.nullable().describe('when one last came through'),
        triedAt: timeSchema.nullable(),
        reason: z.string().nullable().describe('why the last one did not come through'),
        isSilent: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Canary' });
export type CanaryView = z.infer<typeof canarySchema>;
