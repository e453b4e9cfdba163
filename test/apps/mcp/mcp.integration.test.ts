import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { type RunningMcp, serveMcpOnHttp } from '../../../src/apps/mcp/serve-mcp.js';
import { ether } from '../../../src/lab/amounts.js';
import { openServedTown, type ServedTown } from '../../support/checked-town.js';
import { ADMIN_KEY, type Served } from '../api/serve.js';
import { addressOf, alertStageOf, analysed, analysedBlockOf } from '../api/things.js';

let opened: ServedTown;
let served: Served;
let running: RunningMcp;

beforeAll(async () => {
  opened = await openServedTown();
  ({ served } = opened);
  await served.analytics.writer.append(analysedBlockOf(1));
  await served.analytics.writer.flush();
  await alertStageOf(served).handle([analysed(1)]);
  running = await serveMcpOnHttp({ api: served.api.url, version: '0.0.0' }, { host: '127.0.0.1', port: 0 });
}, 120_000);

afterAll(async () => {
  await running.close();
  await opened.close();
});

async function overHttp(key: string = ADMIN_KEY): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(running.url), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}

async function overStdio(): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const { NODE_OPTIONS: _jest, ...env } = process.env as Record<string, string>;
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['src/apps/cli/tocsin.mjs', 'mcp', '--api', served.api.url, '--key', ADMIN_KEY],
      env,
      stderr: 'inherit',
    }),
  );
  return client;
}

/** The text and the value that a tool answers. */
async function use(client: Client, name: string, args: Record<string, unknown>) {
  const { isError, content, structuredContent = {} } = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
  const [first] = content;
  return { isError, text: first?.type === 'text' ? first.text : '', value: structuredContent };
}

const payment = (to: string) => ({
  chainId: opened.devnet.chainId,
  from: opened.town.plan.users[0].address,
  to,
  value: ether(0.001).toString(),
});

for (const [name, connect] of [
  ['HTTP', overHttp],
  ['standard input and output', overStdio],
] as const) {
  describe(`the MCP server over ${name}`, () => {
    let client: Client;
    beforeAll(async () => {
      client = await connect();
    }, 60_000);
    afterAll(() => client.close());

    it('offers its tools with schemas that an agent can read', async () => {
      const { tools } = await client.listTools();
      expect(tools.map((tool) => tool.name).sort()).toEqual([
        'check_address',
        'check_calls',
        'check_message',
        'check_token',
        'check_transaction',
        'check_typed_data',
        'check_user_operation',
        'explain_alert',
      ]);
      const check = tools.find((tool) => tool.name === 'check_transaction');
      expect(check?.inputSchema.required).toEqual(expect.arrayContaining(['chainId', 'from']));
      expect(Object.keys(check?.inputSchema.properties ?? {})).toEqual(expect.arrayContaining(['to', 'data', 'value']));
    });

    it('checks a transaction: benign is earned, malicious comes with its reasons', async () => {
      const neighbour = opened.town.plan.users[1]?.address ?? '';
      const benign = await use(client, 'check_transaction', payment(neighbour));
      expect([benign.value['verdict'], benign.text.split('.')[0]]).toEqual(['benign', 'benign']);
      const malicious = await use(client, 'check_transaction', payment(opened.town.plan.residents.exploiter.address));
      expect(malicious.value['verdict']).toBe('malicious');
      expect(malicious.text).toContain('Do not sign');
      expect(malicious.text.split('\n').length).toBeGreaterThan(1);
    });

    it('checks batches, operations and tokens', async () => {
      const { chainId, from } = payment('');
      const exploiter = opened.town.plan.residents.exploiter.address;
      const calls = [{ to: opened.town.plan.users[1]?.address }, { to: exploiter, value: '1' }];
      const batch = await use(client, 'check_calls', { chainId, from, calls });
      expect([batch.value['verdict'], batch.value['calls']]).toMatchObject([
        'malicious',
        [{ verdict: 'benign' }, { verdict: 'malicious' }],
      ]);
      const op = { sender: from, callData: '0x', paymaster: exploiter };
      const operation = await use(client, 'check_user_operation', { chainId, entryPoint: opened.town.plan.places.entryPoint.address, op });
      expect(operation.value['verdict']).toBe('malicious');
      const token = await use(client, 'check_token', { chainId, token: opened.town.plan.contracts.usd });
      expect([token.value['verdict'], token.text.startsWith('benign')]).toEqual(['benign', true]);
    });

    it('says of a chain that is not watched that nothing was checked, never that nothing was found', async () => {
      const answer = await use(client, 'check_transaction', { ...payment(addressOf('somebody')), chainId: 999 });
      expect(answer.value['verdict']).toBe('not_checked');
      expect(answer.text).toContain('no sign of safety');
    });

    it('tells what is wrong with a call, as an error', async () => {
      const answer = await use(client, 'check_transaction', { ...payment('0x12') });
      expect(answer.isError).toBe(true);
      const missing = await use(client, 'explain_alert', { alertId: `0x${'00'.repeat(32)}` });
      expect([missing.isError, missing.text.startsWith('Not checked')]).toEqual([true, true]);
    });

    it('knows addresses, explains alerts, and lists incidents as resources', async () => {
      const profile = await use(client, 'check_address', { chainId: 1, address: addressOf('victim') });
      expect(profile.value['profile']).toMatchObject({ sent: 1 });
      expect(profile.text.split('.')[0]).toBe('benign');
      const { resources } = await client.listResources();
      const incident = resources.find(({ uri }) => uri.startsWith('tocsin://incidents/'));
      const read = await client.readResource({ uri: incident?.uri ?? '' });
      const [content] = read.contents as readonly { readonly text: string }[];
      const { alerts } = JSON.parse(content?.text ?? '{}') as {
        readonly alerts: readonly { readonly id: string; readonly summary: string }[];
      };
      const explained = await use(client, 'explain_alert', { alertId: alerts[0]?.id });
      expect(explained.text).toContain(alerts[0]?.summary);
      const all = await client.readResource({ uri: 'tocsin://incidents' });
      expect((all.contents as readonly { readonly text: string }[])[0]?.text).toContain('"items"');
    });
  });
}

describe('the MCP server over HTTP, for strangers', () => {
  it('asks for a key, and lets each caller do what its key may', async () => {
    const bare = await fetch(running.url, { method: 'POST', body: '{}' });
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const stranger = await overHttp('toc_a-key-that-nobody-was-given');
    const refused = await use(stranger, 'check_transaction', payment(addressOf('somebody')));
    expect(refused.isError).toBe(true);
    await stranger.close();
    const page = await fetch(running.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, origin: 'http://evil.example' },
      body: '{}',
    });
    expect(page.status).toBe(403);
  });
});
