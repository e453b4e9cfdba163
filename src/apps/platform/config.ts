import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ResponsesConfig, responsesConfigSchema } from '../../contracts/response.js';
import { VERIFY_MODES } from '../../core/chain/verify.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { type GuardPolicy, policySchema } from '../guard/policy.js';

/** The one place that reads the environment. A YAML file (TOCSIN_CONFIG) may set the same names; the environment wins. */

const rpcUrl = z.url({ protocol: /^(https?|wss?)$/, error: 'expected an http, https, ws or wss URL' });

const chainConfig = z.object({
  id: z.number().int().positive(),
  rpc: z.array(rpcUrl).min(1),
  from: z.number().int().min(0).optional(),
  verify: z.enum(VERIFY_MODES).default('full'),
  pollMs: z.number().int().min(50).default(2_000),
});
export type ChainConfig = z.infer<typeof chainConfig>;

function fromJson(text: unknown, context: z.RefinementCtx): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no JSON (${messageOf(error)})` });
    return z.NEVER;
  }
}

const flag = z.union([z.boolean(), z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')]);
const list = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((item) => item.trim()))])
  .transform((items) => items.filter((item) => item !== ''));

function isAddressOrRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

const settings = z.object({
  TOCSIN_PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  TOCSIN_HOST: z.string().default('127.0.0.1'),
  TOCSIN_TRUSTED_PROXIES: list
    .refine((all) => all.every(isAddressOrRange), 'expected addresses or ranges of proxies before the API: 10.0.0.0/8, 192.0.2.7')
    .default([]),
  TOCSIN_DATA_DIR: z.string().default('.tocsin'),
  TOCSIN_KAFKA_BROKERS: list.default([]),
  TOCSIN_CLICKHOUSE_URL: z.url().optional(),
  TOCSIN_POSTGRES_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://…')
    .optional(),
  TOCSIN_CHAINS: z.unknown().transform(fromJson).pipe(z.array(chainConfig)).default([]),
  TOCSIN_PRICES: z.string().optional(),
  TOCSIN_LABELS: list.default([]),
  TOCSIN_ABIS: z.string().optional(),
  TOCSIN_ALLOW_PRIVATE_TARGETS: flag.default(false),
  TOCSIN_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected the http or https URL of the dashboard' }).optional(),
  TOCSIN_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtp://user:password@host:587 or smtps://…' }).optional(),
  TOCSIN_SMTP_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<[^\s<>@]+@[A-Za-z0-9.-]+>|[^\s<>@]+@[A-Za-z0-9.-]+)$/,
      'expected an address: tocsin@example.com or Tocsin <tocsin@example.com>',
    )
    .optional(),
  TOCSIN_RESPONSES: z.unknown().transform(fromJson).pipe(responsesConfigSchema).optional(),
  TOCSIN_CANARY_S: z.coerce
    .number()
    .int()
    .refine((s) => s === 0 || (s >= 1 && s <= 3_600), 'expected 1 to 3600 seconds, or 0 for none')
    .default(60),
  TOCSIN_ALARM_URL: z.url({ protocol: /^https?$/, error: 'expected the http or https URL of a receiver of alarms' }).optional(),
  TOCSIN_ALARM_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,}=*$/, 'expected whsec_ and base64')
    .optional(),
  TOCSIN_HEARTBEAT_URL: z.url({ protocol: /^https?$/, error: "expected the http or https URL of a dead man's switch" }).optional(),
  TOCSIN_SECRETS_KEY: list
    .refine((keys) => keys.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key)), 'expected 32 bytes in base64: openssl rand -base64 32')
    .default([]),
  TOCSIN_SIGNING_KEY: z.string().optional(),
  TOCSIN_API_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  TOCSIN_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TOCSIN_GUARD_POLICIES: z.unknown().transform(fromJson).pipe(z.array(policySchema)).default([]),
  TOCSIN_GUARD_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  TOCSIN_MODEL_RUNTIME: z.enum(['auto', 'tfjs-node', 'wasm']).default('auto'),
});

export const SETTING_NAMES = [...Object.keys(settings.shape), 'TOCSIN_CONFIG'] as const;

/** Of tests, and what Kubernetes sets for a service that is called so: no misspelt settings. */
const NOT_SETTINGS = /^TOCSIN_(SHARED|TEST|DASHBOARD)_|_SERVICE_(HOST|PORT\w*)$|_PORT(_\d+_(TCP|UDP)\w*)?$/;

export interface CanaryConfig {
  /** Null: no canaries. */
  readonly everyMs: number | null;
  /** Where silence is told, beside the log; null: only in the log, in metrics and on the dashboard. */
  readonly alarm: { readonly url: string; readonly secret: string | null } | null;
  /** Asked while all is well: a dead man's switch outside. */
  readonly heartbeatUrl: string | null;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Addresses and ranges whose `X-Forwarded-…` are believed; none: whoever connects is the caller. */
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly kafkaBrokers: readonly string[];
  readonly clickhouseUrl: string | null;
  readonly postgresUrl: string | null;
  readonly chains: readonly ChainConfig[];
  readonly pricesFile: string | null;
  readonly labelFiles: readonly string[];
  readonly abisDir: string | null;
  readonly allowPrivateTargets: boolean;
  /** Where people open the dashboard: links in messages lead there. */
  readonly publicUrl: string | null;
  /** The operator's mail server; null: no mail is sent. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly canary: CanaryConfig;
  /** What automatic responses may do, and who signs; null: none are allowed. */
  readonly responses: ResponsesConfig | null;
  /** They encrypt secrets and targets in the database; the first one seals, all of them open. None: nothing is encrypted. */
  readonly secretsKeys: readonly Uint8Array[];
  readonly signingKey: string | null;
  readonly apiKey: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly guardPolicies: readonly GuardPolicy[];
  readonly guardSecret: string | null;
  readonly modelRuntime: 'auto' | 'tfjs-node' | 'wasm';
}

function fileSettings(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {};
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FatalError('bad-config', `TOCSIN_CONFIG: ${file} cannot be read: ${messageOf(error)}. Give a YAML file of TOCSIN_… names.`);
  }
  if (content === null || content === undefined) return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(content);
  if (!parsed.success) throw new FatalError('bad-config', `TOCSIN_CONFIG: ${file} must hold one mapping of TOCSIN_… names to values.`);
  const unknown = Object.keys(parsed.data).filter((name) => !SETTING_NAMES.includes(name));
  if (unknown.length > 0)
    throw new FatalError(
      'bad-config',
      `TOCSIN_CONFIG: ${file} sets ${unknown.join(', ')}, which is no setting. Known: ${SETTING_NAMES.join(', ')}.`,
    );
  return parsed.data;
}

/** Parses all settings once. A FatalError names each bad variable and what it should be. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const named = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => SETTING_NAMES.includes(name) && value !== undefined && value !== ''),
  );
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('TOCSIN_') && !SETTING_NAMES.includes(name) && !NOT_SETTINGS.test(name),
  );
  if (unknown.length > 0) throw new FatalError('bad-config', `${unknown.join(', ')}: no such setting. Known: ${SETTING_NAMES.join(', ')}.`);
  const parsed = settings.safeParse({ ...fileSettings(env['TOCSIN_CONFIG']), ...named });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new FatalError(
      'bad-config',
      `The configuration does not hold:\n  ${problems.join('\n  ')}\nSee .env.example for what each takes.`,
    );
  }
  const values = parsed.data;
  return {
    port: values.TOCSIN_PORT,
    host: values.TOCSIN_HOST,
    trustedProxies: values.TOCSIN_TRUSTED_PROXIES,
    dataDir: values.TOCSIN_DATA_DIR,
    kafkaBrokers: values.TOCSIN_KAFKA_BROKERS,
    clickhouseUrl: values.TOCSIN_CLICKHOUSE_URL ?? null,
    postgresUrl: values.TOCSIN_POSTGRES_URL ?? null,
    chains: values.TOCSIN_CHAINS,
    pricesFile: values.TOCSIN_PRICES ?? null,
    labelFiles: values.TOCSIN_LABELS,
    abisDir: values.TOCSIN_ABIS ?? null,
    allowPrivateTargets: values.TOCSIN_ALLOW_PRIVATE_TARGETS,
    publicUrl: values.TOCSIN_PUBLIC_URL ?? null,
    smtp: smtpOf(values.TOCSIN_SMTP_URL, values.TOCSIN_SMTP_FROM),
    canary: canaryOf(values),
    responses: values.TOCSIN_RESPONSES ?? null,
    secretsKeys: values.TOCSIN_SECRETS_KEY.map((key) => Buffer.from(key, 'base64')),
    signingKey: values.TOCSIN_SIGNING_KEY ?? null,
    apiKey: values.TOCSIN_API_KEY ?? null,
    logLevel: values.TOCSIN_LOG_LEVEL,
    guardPolicies: values.TOCSIN_GUARD_POLICIES,
    guardSecret: values.TOCSIN_GUARD_SECRET ?? null,
    modelRuntime: values.TOCSIN_MODEL_RUNTIME,
  };
}

function canaryOf(values: z.output<typeof settings>): CanaryConfig {
  const { TOCSIN_CANARY_S: everyS, TOCSIN_ALARM_URL: url, TOCSIN_ALARM_SECRET: secret, TOCSIN_HEARTBEAT_URL: heartbeatUrl } = values;
  if (secret !== undefined && url === undefined)
    throw new FatalError('bad-config', 'TOCSIN_ALARM_URL is missing: TOCSIN_ALARM_SECRET signs what is sent there. See .env.example.');
  return {
    everyMs: everyS === 0 ? null : everyS * 1_000,
    alarm: url === undefined ? null : { url, secret: secret ?? null },
    heartbeatUrl: heartbeatUrl ?? null,
  };
}

function smtpOf(url: string | undefined, from: string | undefined): Config['smtp'] {
  if (url === undefined && from === undefined) return null;
  if (url !== undefined && from !== undefined) return { url, from };
  const missing = url === undefined ? 'TOCSIN_SMTP_URL' : 'TOCSIN_SMTP_FROM';
  throw new FatalError('bad-config', `${missing} is missing: mail needs TOCSIN_SMTP_URL and TOCSIN_SMTP_FROM. See .env.example.`);
}
