import { problemSchema } from '../../contracts/management.js';
import { FatalError } from '../../core/errors.js';
import { holderOfDataFolder } from '../platform/data-folder.js';
import { type OperationFlags, settled } from './operations.js';

export interface InstanceFlags extends OperationFlags {
  /** Of an instance elsewhere; else the one that runs on the data folder. */
  readonly url?: string;
}

export interface InstanceAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** The running instance over its API. */
export interface Instance {
  readonly url: string;
  /** Throws where it is refused, unless the status is one of `expected`. */
  ask(method: string, route: string, body?: unknown, expected?: readonly number[]): Promise<InstanceAnswer>;
}

export function openInstance(flags: InstanceFlags, env: NodeJS.ProcessEnv): Instance {
  const config = settled(flags, env);
  const holder = holderOfDataFolder(config.dataDir);
  const url = flags.url ?? (holder === null ? null : `http://127.0.0.1:${holder.port}`);
  if (url === null)
    throw new FatalError('no-instance', `Nothing runs on ${config.dataDir}. Start it with tocsin start, or name one with --url.`);
  if (config.apiKey === null)
    throw new FatalError('no-key', `Set TOCSIN_API_KEY to a key of the instance at ${url} that may read and write.`);
  const headers = { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' };
  return {
    url,
    async ask(method, route, body, expected = []) {
      const response = await fetch(`${url}${route}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        throw new FatalError('no-answer', `Nothing answers at ${url}.`, {}, { cause });
      });
      const text = await response.text();
      const json: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok && !expected.includes(response.status)) throw new FatalError('refused', refusalOf(response.status, json));
      return { status: response.status, json };
    },
  };
}

/** What a problem says, a line each for its fields. */
export function refusalOf(status: number, json: unknown): string {
  const problem = problemSchema.safeParse(json);
  if (!problem.success) return `The instance answered ${status}.`;
  const { title, detail, errors = [] } = problem.data;
  return [detail ?? title, ...errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}
