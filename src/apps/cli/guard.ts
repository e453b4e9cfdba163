import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FatalError, messageOf } from '../../core/errors.js';
import { createTocsinClient } from '../../sdk/client.js';
import { Guard } from '../guard/guard.js';
import { Overrides, overrideToken } from '../guard/overrides.js';
import { policySchema } from '../guard/policy.js';
import { type GuardServerOptions, type RunningGuard, startGuardServer } from '../guard/start-guard.js';
import { openUpstream } from '../guard/upstream.js';
import { hashText } from '../platform/hash-text.js';
import { createLogger } from '../platform/logging.js';
import { createMetrics } from '../platform/metrics.js';
import { stopOnSignal } from './stop-signal.js';

export interface GuardFlags {
  readonly rpc: readonly string[];
  readonly api: string;
  readonly key?: string;
  readonly host: string;
  readonly port: number;
  readonly mode: 'block' | 'warn' | 'log';
  readonly blockWarnings: boolean;
  readonly onFailure: 'closed' | 'open';
  readonly policies?: string;
  readonly overrideSecret?: string;
  readonly deadlineMs: number;
}

const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** `tocsin guard`: a JSON-RPC endpoint that checks what is sent through it, until it is stopped. */
export async function guard(flags: GuardFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const stop = stopOnSignal();
  const running = await openGuard(flags, env);
  process.stdout.write(`Guard at ${running.url}: what is sent through it is checked by ${flags.api} first. Ctrl-C stops.\n`);
  await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  await running.close();
}

export async function openGuard(flags: GuardFlags, env: NodeJS.ProcessEnv): Promise<RunningGuard> {
  const policies = policiesOf(flags);
  const apiKey = flags.key ?? env['TOCSIN_API_KEY'];
  if (apiKey === undefined) throw new FatalError('no-key', 'A guard needs --key (or TOCSIN_API_KEY): an API key with the scope to check.');
  const upstream = await openUpstream(flags.rpc);
  const client = createTocsinClient({ baseUrl: flags.api, apiKey, timeoutMs: flags.deadlineMs + 5_000 });
  const { chainId } = upstream;
  const overrides = new Overrides(flags.overrideSecret === undefined ? null : secretIn(flags.overrideSecret), Date.now);
  const metrics = createMetrics();
  const one = new Guard({
    chainId,
    check: (subject) => client.check({ chainId, subject, deadlineMs: flags.deadlineMs }),
    overrides,
    hashText,
    metrics,
    logger: createLogger('info'),
  });
  const { host, port } = flags;
  const readiness = async () => [
    await upstream.ping().then(
      () => ({ name: 'node', ok: true }),
      (error: unknown) => ({ name: 'node', ok: false, detail: messageOf(error) }),
    ),
  ];
  return startGuardServer({ host, port, policies, guard: one, overrides, upstream, metricsText: () => metrics.text(), readiness });
}

function policiesOf(flags: GuardFlags): GuardServerOptions['policies'] {
  const { mode, blockWarnings, onFailure } = flags;
  if (flags.policies !== undefined) return policiesIn(flags.policies);
  if (!LOOPBACK.test(flags.host))
    throw new FatalError(
      'open-guard',
      `--host ${flags.host} is reachable from elsewhere: give --policies with a key each, or listen on 127.0.0.1.`,
    );
  return [{ name: 'default', key: null, mode, blockWarnings, onFailure }];
}

function policiesIn(file: string): GuardServerOptions['policies'] {
  const read = () => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch (error) {
      throw new FatalError('bad-policies', `--policies ${file}: ${messageOf(error)}`);
    }
  };
  const parsed = z.array(policySchema).min(1).safeParse(read());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new FatalError('bad-policies', `--policies ${file}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function secretIn(file: string): string {
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) throw new FatalError('short-secret', `--override-secret ${file}: expected at least 32 characters.`);
  return secret;
}

export interface OverrideFlags {
  readonly overrideSecret: string;
  readonly minutes: number;
}

/** `tocsin guard override DIGEST`: prints a token that lets one refused request through once. */
export function printOverride(digest: string, { overrideSecret, minutes }: OverrideFlags): void {
  if (!/^0x[0-9a-f]{64}$/.test(digest))
    throw new FatalError('bad-digest', `${digest}: expected the digest of a refusal, 0x and 64 hex digits.`);
  process.stdout.write(`${overrideToken(digest, secretIn(overrideSecret), Date.now() + minutes * 60_000)}\n`);
}
