import { FatalError } from '../../core/errors.js';
import { serveMcpOnHttp, serveMcpOnStdio } from '../mcp/serve-mcp.js';
import { stopOnSignal } from './stop-signal.js';

export interface McpFlags {
  readonly api: string;
  readonly key?: string;
  readonly http?: number;
  readonly host: string;
}

/** `tocsin mcp`: the checks as tools for AI agents. On standard output nothing but the protocol is written. */
export async function mcp(flags: McpFlags, version: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = { api: flags.api, version };
  if (flags.http === undefined) {
    const apiKey = flags.key ?? env['TOCSIN_API_KEY'];
    if (apiKey === undefined)
      throw new FatalError('no-key', 'tocsin mcp needs --key (or TOCSIN_API_KEY): an API key with the scope to check and read.');
    return serveMcpOnStdio(options, apiKey);
  }
  const stop = stopOnSignal();
  const running = await serveMcpOnHttp(options, { host: flags.host, port: flags.http });
  process.stderr.write(`MCP at ${running.url}, asking ${flags.api}. Ctrl-C stops.\n`);
  await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  await running.close();
}
