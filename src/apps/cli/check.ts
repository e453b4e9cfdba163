import { readFileSync, writeFileSync } from 'node:fs';
import { checkRequestSchema } from '../../contracts/check.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { createTocsinClient } from '../../sdk/client.js';

export interface CheckFlags {
  readonly api: string;
  readonly key?: string;
  readonly json?: string;
}

const STDIN = 0;

/** `tocsin check FILE|-`: one pre-transaction check from the shell. Exit code 0 for benign alone. */
export async function check(file: string, flags: CheckFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const apiKey = flags.key ?? env['TOCSIN_API_KEY'];
  if (apiKey === undefined)
    throw new FatalError('no-key', 'tocsin check needs --key (or TOCSIN_API_KEY): an API key with the scope to check.');
  const answer = await createTocsinClient({ baseUrl: flags.api, apiKey }).check(requestIn(file));
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(answer, null, 2)}\n`);
  const lines = [
    answer.verdict,
    ...answer.reasons.map(({ severity, text }) => `  ${severity}: ${text}`),
    ...answer.coverage.flatMap(({ check: name, required, state, why }) =>
      required && state !== 'ran' ? [`  ${name} ${state}: ${why ?? ''}`] : [],
    ),
    ...answer.balanceChanges.map(
      ({ party, asset, amount }) => `  ${party} ${amount.startsWith('-') ? '' : '+'}${amount} ${asset ?? 'native'}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (answer.verdict !== 'benign') process.exitCode = 1;
}

function requestIn(file: string) {
  const from = file === '-' ? 'standard input' : file;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file === '-' ? STDIN : file, 'utf8'));
  } catch (error) {
    throw new FatalError('bad-request', `${from}: ${messageOf(error)}`);
  }
  const parsed = checkRequestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new FatalError('bad-request', `${from}: ${issue?.path.join('.')}: ${issue?.message}`);
}
