import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import {
  callsSubjectSchema,
  messageSubjectSchema,
  transactionSubjectSchema,
  typedDataSubjectSchema,
  userOperationSubjectSchema,
} from '../../contracts/check.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import { messageOf } from '../../core/errors.js';
import type { TocsinClient } from '../../sdk/client.js';

const chainId = z.number().int().positive().describe('EIP-155 chain id');
const MOST_INCIDENTS = 50;

const ADVICE = {
  malicious: 'Do not sign or send it.',
  warning: 'Do not send it without a person who has read the reasons.',
  not_checked: 'It could not be checked in full: this is no sign of safety. See coverage for what is missing.',
  benign: 'Every required check ran and found nothing.',
} as const;

/** The checks as tools, and incidents as resources, for agents that send transactions by themselves. All of it is asked of the API. */
export function createMcpServer(client: TocsinClient, version: string): McpServer {
  const server = new McpServer(
    { name: 'tocsin', version },
    {
      instructions:
        'Call check_transaction before every transaction that is signed or sent. Only the verdict "benign" says that nothing was found.',
    },
  );
  server.registerTool(
    'check_transaction',
    {
      title: 'Check a transaction before it is signed',
      description:
        'Simulates an EVM transaction in several environments, screens all parties, runs the detectors, and gives a verdict with reasons, balance changes and exposures.',
      inputSchema: { chainId, ...transactionSubjectSchema.omit({ kind: true }).shape },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, ...subject }) =>
      told(async () => verdictOf(await client.check({ chainId: chain, subject: { kind: 'transaction', ...subject } }))),
  );
  server.registerTool(
    'check_typed_data',
    {
      title: 'Check EIP-712 data before it is signed',
      description: 'Says who could take what with the signature (permits, Permit2), and whom it speaks to.',
      inputSchema: { chainId, ...typedDataSubjectSchema.omit({ kind: true }).shape },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, ...subject }) =>
      told(async () => verdictOf(await client.check({ chainId: chain, subject: { kind: 'typedData', ...subject } }))),
  );
  server.registerTool(
    'check_message',
    {
      title: 'Check a message before it is signed',
      description: 'Finds a hash or a call in disguise, and a sign-in for another site.',
      inputSchema: {
        chainId,
        ...messageSubjectSchema.omit({ kind: true }).shape,
        origin: z.url().optional().describe('the page that asks for it'),
      },
      annotations: { readOnlyHint: true },
    },
    ({ chainId: chain, origin, ...subject }) =>
      told(async () =>
        verdictOf(
          await client.check({ chainId: chain, subject: { kind: 'message', ...subject }, ...(origin === undefined ? {} : { origin }) }),
        ),
      ),
  );
  server.registerTool(
    'check_calls',
    {
      title: 'Check a batch of calls before it is signed',
      description: 'EIP-5792: simulates the calls one after the other on one state; a verdict for each and one for all.',
      inputSchema: { chainId, ...callsSubjectSchema.omit({ kind: true }).shape },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, ...subject }) =>
      told(async () => verdictOf(await client.check({ chainId: chain, subject: { kind: 'calls', ...subject } }))),
  );
  server.registerTool(
    'check_user_operation',
    {
      title: 'Check an ERC-4337 operation before it is signed',
      description: 'Simulates what the entry point makes the account do. It need not be signed.',
      inputSchema: { chainId, ...userOperationSubjectSchema.omit({ kind: true }).shape },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, ...subject }) =>
      told(async () => verdictOf(await client.check({ chainId: chain, subject: { kind: 'userOperation', ...subject } }))),
  );
  server.registerTool(
    'check_address',
    {
      title: 'What is known of an address',
      description: 'Labels, dealings with dangerous addresses by distance, behaviour, and allowances that stand.',
      inputSchema: { chainId, address: z.string().describe('0x and 40 hex digits') },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, address }) =>
      told(async () => {
        const [screened] = (await client.screen({ chainId: chain, address })).items;
        if (screened === undefined) throw new Error('The address was not screened.');
        return { text: textOf(screened), value: screened };
      }),
  );
  server.registerTool(
    'check_token',
    {
      title: 'Check a token before it is bought',
      description: 'Who rules it, what it runs, and whether it can be passed on without loss.',
      inputSchema: { chainId, token: z.string().describe('0x and 40 hex digits') },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    ({ chainId: chain, token }) =>
      told(async () => {
        const checked = await client.checkToken({ chainId: chain, token });
        return { text: textOf(checked), value: checked };
      }),
  );
  server.registerTool(
    'explain_alert',
    {
      title: 'Why an alert was raised',
      description: 'An alert with its reasons and evidence, and what made its transaction unusual.',
      inputSchema: { alertId: z.string() },
      annotations: { readOnlyHint: true },
    },
    ({ alertId }) =>
      told(async () => {
        const alert = await client.alerts.get(alertId);
        const transaction = alert.transactionHash === null ? null : await client.transaction(alert.transactionHash);
        const steps = transaction?.explanation?.steps ?? [];
        const unusual = steps.map(
          ({ sentence, value, usualFrom, usualTo }) => `- ${sentence}: ${value}, usually ${usualFrom} to ${usualTo}`,
        );
        const text = [`${alert.severity}: ${alert.summary}`, ...alert.reasons.map(({ text: reason }) => `- ${reason}`), ...unusual].join(
          '\n',
        );
        return { text, value: { alert, risk: transaction?.risk ?? null, explanation: transaction?.explanation ?? null } };
      }),
  );
  server.registerResource(
    'incidents',
    'tocsin://incidents',
    { title: 'Incidents', description: `The newest ${MOST_INCIDENTS} incidents`, mimeType: 'application/json' },
    async (uri) => jsonResource(uri, await client.incidents.list({ limit: MOST_INCIDENTS })),
  );
  server.registerResource(
    'incident',
    new ResourceTemplate('tocsin://incidents/{id}', {
      list: async () => ({
        resources: (await client.incidents.list({ limit: MOST_INCIDENTS })).items.map(({ id, title, severity }) => ({
          uri: `tocsin://incidents/${id}`,
          name: `${severity}: ${title}`,
          mimeType: 'application/json',
        })),
      }),
    }),
    { title: 'One incident', description: 'An incident with its alerts and timeline', mimeType: 'application/json' },
    async (uri, { id }) => jsonResource(uri, await client.incidents.get(String(id))),
  );
  return server;
}

interface Told {
  readonly text: string;
  readonly value: object;
}

function verdictOf(answer: CheckAnswer): Told {
  const actions = answer.actions.map(({ text }) => `- it would: ${text}`);
  return { text: [textOf(answer), ...actions].join('\n'), value: answer };
}

/** The verdict with what to do, why, and what is missing. */
function textOf({ verdict, reasons, coverage }: Pick<CheckAnswer, 'verdict' | 'reasons' | 'coverage'>): string {
  const why = reasons.map(({ severity, text }) => `- ${severity}: ${text}`);
  const missing = coverage.flatMap(({ check, required, state, why: cause }) =>
    required && state !== 'ran' ? [`- ${check} ${state}: ${cause ?? ''}`] : [],
  );
  return [`${verdict}. ${ADVICE[verdict]}`, ...why, ...missing].join('\n');
}

/** A failure is told as one: an agent must never take it for "nothing found". */
async function told(ask: () => Promise<Told>): Promise<CallToolResult> {
  try {
    const { text, value } = await ask();
    return { content: [{ type: 'text', text }], structuredContent: { ...value } };
  } catch (error) {
    return { isError: true, content: [{ type: 'text', text: `Not checked: ${messageOf(error)} Nothing may be concluded from this.` }] };
  }
}

function jsonResource(uri: URL, value: unknown) {
  return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(value) }] };
}
