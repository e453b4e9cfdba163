import { z } from 'zod';
import { VERDICTS } from '../core/alert/alert.js';
import { SUPPRESSION_KINDS, SUPPRESSION_SCOPES } from '../core/alert/suppression.js';
import { addressSchema, pageQuerySchema, timeSchema } from './primitives.js';

const note = z.string().max(2_000).optional();
const forEveryone = z.boolean().default(false).describe('decide for all organisations; needs the scope `operator`');
const untilSchema = z.iso.datetime({ offset: true });
const reasonSchema = z.string().trim().min(3, 'say why, in a few words').max(500);
const detectorIdSchema = z.string().min(1).max(200).describe('left out: the only one that the incident has findings of');

export const incidentActionSchema = z.object({ note, forEveryone }).prefault({});
export const assignSchema = z.object({ assignee: z.string().min(1).max(200).nullable().describe('null: nobody'), note, forEveryone });

const scopeFields = {
  detectorId: detectorIdSchema.optional(),
  address: addressSchema.optional().describe('left out: the subject of the incident'),
};

/** What a mute or a suppression reaches beyond its incident is said with a reason: others will ask. */
export const muteSchema = z
  .object({
    until: untilSchema.nullish().describe('left out: for a day; null: no longer muted'),
    scope: z.enum(['incident', ...SUPPRESSION_SCOPES]).default('incident'),
    ...scopeFields,
    reason: reasonSchema.optional().describe('required for more than the incident'),
    note,
    forEveryone,
  })
  .prefault({})
  .superRefine(({ scope, reason, until, detectorId, address }, ctx) => {
    const refuse = (field: string, message: string) => ctx.addIssue({ code: 'custom', path: [field], message });
    if (scope !== 'incident' && reason === undefined)
      refuse('reason', `is needed: a mute of scope ${scope} silences more than this incident`);
    if (scope !== 'incident' && until === null)
      refuse('until', 'null ends the mute of an incident; DELETE /v1/suppressions/{id} lifts a wider one');
    if (detectorId !== undefined && (scope === 'incident' || scope === 'address'))
      refuse('detectorId', `has no meaning for the scope ${scope}`);
    if (address !== undefined && (scope === 'incident' || scope === 'detector')) refuse('address', `has no meaning for the scope ${scope}`);
  });

const suppressSchema = z.object({
  scope: z.enum(SUPPRESSION_SCOPES),
  ...scopeFields,
  until: untilSchema.nullable().describe('null: until it is lifted'),
  reason: reasonSchema,
});

export const feedbackSchema = z
  .object({
    verdict: z.enum(VERDICTS),
    suppress: suppressSchema.optional().describe('what is raised like it from now on is on record as a false positive, and told to nobody'),
    note,
    forEveryone,
  })
  .refine(({ verdict, suppress }) => suppress === undefined || verdict === 'false_positive', {
    path: ['suppress'],
    error: 'only what is a false positive is suppressed; a mute is silent about the rest',
  });

export const undoSchema = z.object({
  revision: z.number().int().positive().describe('`stateRevision` of the decision that is taken back'),
});

export const suppressionSchema = z
  .object({
    id: z.string(),
    kind: z.enum(SUPPRESSION_KINDS),
    scope: z.enum(SUPPRESSION_SCOPES),
    isForEveryone: z.boolean(),
    detectorId: z.string().nullable(),
    address: addressSchema.nullable(),
    chainId: z.number().nullable().describe('null: on every chain'),
    incidentId: z.string().nullable(),
    until: timeSchema.nullable(),
    reason: z.string(),
    madeBy: z.string(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Suppression' });
export type SuppressionView = z.infer<typeof suppressionSchema>;

export const suppressionQuerySchema = pageQuerySchema;

export type MuteBody = NonNullable<z.input<typeof muteSchema>>;
export type SuppressBody = z.input<typeof suppressSchema>;
