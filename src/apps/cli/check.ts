import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { checkRequestSchema } from '../../contracts/check.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { createTocsinClient } from '../../sdk/client.js';

export interface CheckFlags {
  readonly api: string;
  readonly key?: string;
  readonly json?: string;
}

const STDIN = 0;

/** `tocsin check FILE|-`: pre-transaction checks from the shell, one request or several as an array. Exit code 0 where all are benign. */
export async function check(file: string, flags: CheckFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const apiKey = flags.key ?? env['TOCSIN_API_KEY'];
  if (apiKey === undefined)
    throw new FatalError('no-key', 'tocsin check needs --key (or TOCSIN_API_KEY): an API key with the scope to check.');
  const client = createTocsinClient({ baseUrl: flags.api, apiKey });
  const request = requestIn(file);
  const answers = Array.isArray(request) ? await client.checks.many(request) : [await client.check(request)];
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(Array.isArray(request) ? answers : answers[0], null, 2)}\n`);
  process.stdout.write(`${answers.flatMap(linesOf).join('\n')}\n`);
  if (answers.some((answer) => 'problem' in answer || answer.verdict !== 'benign')) process.exitCode = 1;
}

function linesOf(
  answer: CheckAnswer | { readonly problem: { readonly detail?: string | undefined; readonly title: string } },
): readonly string[] {
  if ('problem' in answer) return [`not checked: ${answer.problem.detail ?? answer.problem.title}`];
  return [
    answer.verdict,
    ...answer.actions.map(({ text }) => `  ${text}`),
    ...answer.reasons.map(({ severity, text }) => `  ${severity}: ${text}`),
    ...answer.coverage.flatMap(({ check: name, required, state, why }) =>
      required && state !== 'ran' ? [`  ${name} ${state}: ${why ?? ''}`] : [],
    ),
    ...answer.balanceChanges.map(
      ({ party, asset, amount, decimal, symbol }) =>
        `  ${party} ${amount.startsWith('-') ? '' : '+'}${decimal ?? amount} ${symbol ?? asset ?? 'native'}`,
    ),
  ];
}

function requestIn(file: string) {
  const from = file === '-' ? 'standard input' : file;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file === '-' ? STDIN : file, 'utf8'));
  } catch (error) {
    throw new FatalError('bad-request', `${from}: ${messageOf(error)}`);
  }
  const parsed = (Array.isArray(content) ? z.array(checkRequestSchema).min(1) : checkRequestSchema).safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new FatalError('bad-request', `${from}: ${issue?.path.join('.')}: ${issue?.message}`);
}
