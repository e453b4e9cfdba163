import { z } from 'zod';
import { CANARY_MODES, CHANNEL_KINDS, DELIVERY_STATES } from '../core/deliver/delivery.js';
import { addressSchema, pageQuerySchema, severitySchema, timeSchema } from './primitives.js';
import { responseInputSchema, responseSettingsSchema } from './response.js';

export const secretNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected 1 to 63 letters, digits, dots, dashes and underscores');

const httpUrl = (what: string) => z.url({ protocol: /^https?$/, error: `expected ${what}` });
const secretRef = (what: string) =>
  z
    .string({ error: `name the stored secret that holds ${what}: PUT /v1/secrets/{name}` })
    .pipe(secretNameSchema)
    .describe(`name of the stored secret that holds ${what}`);
const noSecretRef = (kind: string) => z.null({ error: `a channel of the kind ${kind} takes no stored secret` }).default(null);

const digestSchema = z
  .object({ everyS: z.number().int().min(60).max(86_400) })
  .nullable()
  .default(null)
  .describe('collects messages and tells them together; critical ones go at once');
const gapSchema = z
  .number()
  .int()
  .min(1)
  .max(86_400)
  .nullable()
  .default(null)
  .describe('at most one message about the same incident within so many seconds; what is worse than before, or withdrawn, goes at once');

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'),
  minSeverity: severitySchema.default('low'),
  enabled: z.boolean().default(true),
  digest: digestSchema,
  minGapS: gapSchema,
  ratePerMinute: z.number().min(0.1).max(6_000).nullable().default(null).describe('beside the limit of the service'),
  chains: z.array(z.number().int().positive()).min(1, 'name at least one chain, or null for all').max(1_000).nullable().default(null),
  addresses: z
    .array(addressSchema.transform((address) => address.toLowerCase()))
    .min(1, 'name at least one address, or null for all')
    .max(10_000)
    .nullable()
    .default(null)
    .describe('only what concerns one of them'),
  canary: z
    .enum(CANARY_MODES)
    .default('rehearse')
    .describe(
      'each minute: rehearse makes the message and connects to the receiver without sending it; send sends it, of the type canary; off does neither',
    ),
  response: z.null({ error: 'only a channel of the kind response takes a response' }).default(null),
};
const noApiUrl = z.null({ error: 'only a channel of the kind telegram takes an apiUrl' }).default(null);
const oneByOne = z.null({ error: 'a pager takes one incident at a time: a digest cannot be paged' }).default(null);

const address = z.email({ error: 'expected addresses such as oncall@example.com' }).max(254);
const OPSGENIE = { us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com' } as const;

/** A channel as it is made. `target` depends on the kind; so does whether a stored secret is needed. */
export const channelInputSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({
      ...common,
      kind: z.literal('webhook'),
      target: httpUrl('an http or https URL'),
      secretRef: noSecretRef('webhook'),
      apiUrl: noApiUrl,
    }),
    z.object({
      ...common,
      kind: z.literal('slack'),
      target: httpUrl('the https URL of an incoming webhook: https://hooks.slack.com/services/…'),
      secretRef: noSecretRef('slack'),
      apiUrl: noApiUrl,
    }),
    z.object({
      ...common,
      kind: z.literal('discord'),
      target: httpUrl('the https URL of a webhook: https://discord.com/api/webhooks/…').refine(
        (url) => /\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+/.test(url),
        'expected the https URL of a webhook: https://discord.com/api/webhooks/{id}/{token}',
      ),
      secretRef: noSecretRef('discord'),
      apiUrl: noApiUrl,
    }),
    z.object({
      ...common,
      kind: z.literal('telegram'),
      target: z.string().regex(/^(-?\d{1,20}|@[A-Za-z]\w{4,31})$/, 'expected a chat id: a number, or @ and the name of a public channel'),
      secretRef: secretRef('the bot’s token'),
      apiUrl: httpUrl('the URL of a Bot API server').nullable().default(null).describe('null: https://api.telegram.org'),
    }),
    z.object({
      ...common,
      kind: z.literal('pagerduty'),
      target: httpUrl('the URL of the Events API v2').default('https://events.pagerduty.com/v2/enqueue'),
      secretRef: secretRef('the integration’s routing key'),
      apiUrl: noApiUrl,
      digest: oneByOne,
    }),
    z.object({
      ...common,
      kind: z.literal('opsgenie'),
      target: z
        .union([z.enum(['us', 'eu']).transform((region) => OPSGENIE[region]), httpUrl('us, eu or the URL of an Opsgenie API')], {
          error: 'expected us, eu or the URL of an Opsgenie API',
        })
        .default(OPSGENIE.us),
      secretRef: secretRef('the API key'),
      apiUrl: noApiUrl,
      digest: oneByOne,
    }),
    z.object({
      ...common,
      kind: z.literal('email'),
      target: z
        .preprocess(
          (value) => (typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value),
          z
            .array(address, { error: 'expected addresses, as a list or separated by commas' })
            .min(1, 'expected at least one address')
            .max(50),
        )
        .transform((addresses) => addresses.join(',')),
      secretRef: noSecretRef('email'),
      apiUrl: noApiUrl,
    }),
    z.object({
      ...common,
      kind: z.literal('response'),
      // What it does is its target: told in a line where channels are listed.
      target: z
        .unknown()
        .optional()
        .transform(() => ''),
      secretRef: noSecretRef('response'),
      apiUrl: noApiUrl,
      digest: z.null({ error: 'a response answers one incident at a time' }).default(null),
      minGapS: z.null({ error: 'a response has maxPerDay for that' }).default(null),
      response: z
        .unknown()
        .refine((response) => response !== undefined, 'say what it does: {monitors, action}')
        .pipe(responseInputSchema),
    }),
  ],
  { error: `expected a kind: ${CHANNEL_KINDS.join(', ')}` },
);
export type ChannelInput = z.output<typeof channelInputSchema>;

/** What may be changed later; what is left out stays as it is. */
export const channelChangeSchema = z
  .object({
    target: z.unknown().optional(),
    secretRef: z.string().nullable().optional(),
    apiUrl: z.string().nullable().optional(),
    minSeverity: severitySchema.optional(),
    enabled: z.boolean().optional(),
    digest: z.unknown().optional(),
    minGapS: z.number().nullable().optional(),
    ratePerMinute: z.number().nullable().optional(),
    chains: z.array(z.number()).nullable().optional(),
    addresses: z.array(z.string()).nullable().optional(),
    canary: z.enum(CANARY_MODES).optional(),
    response: z.unknown().optional(),
  })
  .strict();

export const channelSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    target: z.string().describe('what of it opens something is left out'),
    apiUrl: z.string().nullable(),
    secretRef: z.string().nullable(),
    minSeverity: severitySchema,
    enabled: z.boolean(),
    digest: z.object({ everyS: z.number() }).nullable(),
    minGapS: z.number().nullable(),
    ratePerMinute: z.number().nullable(),
    chains: z.array(z.number()).nullable(),
    addresses: z.array(z.string()).nullable(),
    canary: z.enum(CANARY_MODES),
    response: responseSettingsSchema.nullable(),
    secretExpiresAt: timeSchema.nullable().describe('when the old one of two signing secrets ends'),
    createdAt: timeSchema,
  })
  .meta({ id: 'Channel' });

/** The secret is shown once, here; null where the kind has none of ours. */
export const channelCreatedSchema = channelSchema.extend({ secret: z.string().nullable() }).meta({ id: 'ChannelCreated' });

export const rotateSchema = z
  .object({ overlapS: z.number().int().min(0).max(2_592_000).default(86_400).describe('so long the old secret is valid as well') })
  .default({ overlapS: 86_400 });
export const rotatedSchema = z
  .object({ secret: z.string().describe('shown in this answer only'), oldExpiresAt: timeSchema })
  .meta({ id: 'SecretRotated' });

const headersSchema = z.record(z.string(), z.string());
export const exchangeSchema = z
  .object({
    request: z.object({ method: z.string(), url: z.string(), headers: headersSchema, body: z.string() }),
    response: z.object({ status: z.number(), headers: headersSchema, body: z.string().describe('cut at 4 KB') }).nullable(),
    latencyMs: z.number(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Exchange' });

export const testResultSchema = z
  .object({
    result: z.enum(['delivered', 'retry', 'dead']).describe('what would become of an alert that is answered like this'),
    reason: z.string().nullable(),
    exchange: exchangeSchema.nullable(),
  })
  .meta({ id: 'ChannelTest' });

export const deliverySchema = z
  .object({
    id: z.string(),
    channelId: z.string(),
    type: z.string(),
    state: z.enum(DELIVERY_STATES).describe('held: waits to be told with others; bundled: told within another message'),
    severity: severitySchema.nullable(),
    incidentId: z.string().nullable(),
    title: z.string().nullable().describe('what it is about; null where its body has no title'),
    attempts: z.number(),
    createdAt: timeSchema,
    nextAttemptAt: timeSchema,
    heldUntil: timeSchema.nullable(),
    bundledIn: z.string().nullable(),
    deliveredAt: timeSchema.nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export const deliveryDetailSchema = deliverySchema
  .extend({
    body: z.string(),
    history: z.array(
      z.object({
        at: timeSchema,
        result: z.enum(['delivered', 'retry', 'dead']),
        reason: z.string().nullable(),
        exchange: exchangeSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveryDetail' });

export const deliveryQuerySchema = pageQuerySchema.extend({ state: z.enum(DELIVERY_STATES).optional() });
export const deliveriesQuerySchema = deliveryQuerySchema.extend({
  channel: z.string().max(63).optional(),
  incident: z.string().max(200).optional().describe('only what told of it'),
});

export const deliverySummarySchema = z
  .object({
    channelId: z.string(),
    pending: z.number().describe('wait to be sent'),
    held: z.number().describe('wait to be told with others'),
    dead: z.number(),
    last: deliverySchema.nullable().describe('the newest that was tried; null: none yet'),
  })
  .meta({ id: 'DeliverySummary' });
export const replayedSchema = z.object({ replayed: z.number() });

export const secretInputSchema = z.object({
  value: z.string().min(1).max(8_192),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
export const secretSchema = z
  .object({ name: z.string(), createdAt: timeSchema, updatedAt: timeSchema, expiresAt: timeSchema.nullable() })
  .meta({ id: 'StoredSecret' });

/** As it is written, before defaults and spellings. */
export type ChannelBody = z.input<typeof channelInputSchema>;
export type ChannelChange = z.input<typeof channelChangeSchema>;
export type ChannelView = z.output<typeof channelSchema>;
export type ChannelTest = z.output<typeof testResultSchema>;
export type ExchangeView = z.output<typeof exchangeSchema>;
export type DeliveryView = z.output<typeof deliverySchema>;
export type DeliveryDetail = z.output<typeof deliveryDetailSchema>;
export type DeliverySummary = z.output<typeof deliverySummarySchema>;
