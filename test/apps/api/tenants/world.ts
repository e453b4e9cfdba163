import { openChecks } from '../../../../src/apps/platform/checks.js';
import { NO_SCORING } from '../../../../src/core/score/scoring.js';
import { NO_KNOWLEDGE } from '../../../../src/pipeline/analyse/knowledge.js';
import { SILENT_METRICS } from '../../../../src/ports/metrics.js';
import { channelOf } from '../../../support/build-channel.js';
import { openTestControlStore } from '../../../support/control-store.js';
import { type Served, SILENT, serve } from '../serve.js';
import { addressOf, alertStageOf, analysed, analysedBlockOf, findingOf, hashOf } from '../things.js';

/** What one organisation has, by id. Everything that it has bears its name, so that a look at an answer tells whose it holds. */
export interface Things {
  readonly organisation: string;
  readonly address: string;
  readonly member: string;
  readonly key: string;
  readonly channel: string;
  /** A channel that answers. */
  readonly response: string;
  readonly delivery: string;
  readonly secret: string;
  readonly escalation: string;
  readonly suppression: string;
  readonly protocol: string;
  readonly monitor: string;
  readonly backtest: string;
  readonly policy: string;
  readonly check: string;
  readonly feedbackToken: string;
  readonly screening: string;
  readonly alert: string;
  readonly incident: string;
  readonly transaction: string;
}

/** Ids of nothing. */
export const MISSING: Things = {
  organisation: 'missing',
  address: addressOf('missing'),
  member: 'mem_missing',
  key: 'key_missing',
  channel: 'missing',
  response: 'missing',
  delivery: 'msg_missing',
  secret: 'missing',
  escalation: 'missing',
  suppression: 'sup_missing',
  protocol: 'missing',
  monitor: 'missing',
  backtest: 'missing',
  policy: 'missing',
  check: 'missing',
  feedbackToken: 'missing.missing-token',
  screening: 'missing',
  alert: hashOf('missing'),
  incident: 'inc_missing',
  transaction: hashOf('missing'),
};

export interface Tenant {
  readonly things: Things;
  /** May all that an organisation's own people may. */
  readonly apiKey: string;
}

export interface World {
  readonly served: Served;
  readonly alpha: Tenant;
  readonly beta: Tenant;
  /** A dead letter of the service. */
  readonly deadLetter: string;
  close(): Promise<void>;
}

export const SUBJECT = { kind: 'transaction', from: addressOf('sender'), to: addressOf('recipient'), value: '1' };

/** Two organisations that have of everything what there is. */
export async function openWorld(): Promise<World> {
  const control = await openTestControlStore();
  const scoring = { ...NO_SCORING, scorer: null, modelId: null, budgetRisk: null, models: () => [], note: 'none', close: () => undefined };
  const checks = await openChecks(
    { control, knowledge: NO_KNOWLEDGE, scoring, metrics: SILENT_METRICS, logger: SILENT, abis: {} },
    () => null,
  );
  const served = await serve({ control, checks, evidence: { publicKey: 'none', bundle: async () => null } });
  const deadLetter = 'dead-letter';
  await control.deadLetters.put({
    id: deadLetter,
    stage: 'analyse',
    chainId: 1,
    blockNumber: 1,
    reason: 'test',
    detail: 'test',
    payload: '',
    atMs: 1,
    requestedAtMs: null,
    replayedAtMs: null,
  });
  const alpha = await settle(served, 'alpha', 9_001);
  const beta = await settle(served, 'beta', 9_002);
  return {
    served,
    alpha,
    beta,
    deadLetter,
    async close() {
      await served.close();
      await checks.close();
    },
  };
}

async function settle(served: Served, organisation: string, block: number): Promise<Tenant> {
  const made = async (path: string, body: object, key?: string) => {
    const { status, json, text } = await served.request('POST', path, { body, ...(key === undefined ? {} : { key }) });
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return json;
  };
  await made('/v1/organisations', { id: organisation, name: `The ${organisation}` });
  const scopes = ['read', 'write', 'check', 'admin'];
  const apiKey: string = (await made('/v1/keys', { name: `${organisation} admin`, scopes, organisationId: organisation })).key;
  const member = await made(
    `/v1/organisations/${organisation}/members`,
    { name: `${organisation} person`, email: `person@${organisation}.example`, role: 'analyst' },
    apiKey,
  );
  const key = await made('/v1/keys', { name: `${organisation} key`, scopes: ['read'], memberId: member.id }, apiKey);
  const channel = `${organisation}-channel`;
  await made('/v1/channels', { id: channel, kind: 'webhook', target: `https://${organisation}.example/hook` }, apiKey);
  const response = `${organisation}-response`;
  const action = { kind: 'webhook', url: `https://${organisation}.example/answer` } as const;
  const settings = { monitors: [`${organisation}-monitor`], action, dryRun: true, maxPerDay: 1, minRisk: null };
  await served.control.channels.put(
    channelOf({ id: response, organisationId: organisation, kind: 'response', target: action.url, response: settings }),
  );
  const delivery = await deadDelivery(served, organisation, channel);
  const address = addressOf(organisation);
  await made('/v1/protocols', { id: `${organisation}-protocol`, title: `${organisation} protocol`, addresses: [address] }, apiKey);
  await made(
    '/v1/labels',
    { address, category: 'mixer', source: `${organisation} source`, confidence: 1, name: `${organisation} label` },
    apiKey,
  );
  await made('/v1/checks/policies', { name: `${organisation}-policy`, accounts: [address], rules: {} }, apiKey);
  await made('/v1/monitors', monitorOf(organisation), apiKey);
  const check = await made('/v1/checks', { chainId: 1, subject: SUBJECT, requestId: `${organisation}-request` }, apiKey);
  const many = Array.from({ length: 101 }, (_, i) => addressOf(`${organisation} ${i}`));
  const { job } = await made('/v1/addresses/screen', { chainId: 1, addresses: many }, apiKey);
  await served.control.backtests.begin({
    id: `${organisation}-backtest`,
    organisationId: organisation,
    state: 'failed',
    request: { monitor: monitorOf(organisation), chain: 1, from: 1, to: 2 },
    done: 0,
    total: 2,
    createdAtMs: 1,
    atWorkMs: 1,
    problem: `${organisation} problem`,
    result: null,
  });
  const finding = findingOf(block, {
    detectorId: `monitor:${organisation}`,
    title: `${organisation} alert`,
    summary: `${organisation} summary`,
    severity: 'critical',
    monitor: { organisationId: organisation, monitorId: `${organisation}-monitor`, version: 1, channels: [channel] },
  });
  await alertStageOf(served).handle([analysed(block, [finding])]);
  await served.analytics.writer.append({ ...analysedBlockOf(block), findings: [finding] });
  await served.analytics.writer.flush();
  const found = await served.request('GET', '/v1/alerts?severity=critical', { key: apiKey });
  const alert = found.json.items[0];
  await served.request('PUT', `/v1/secrets/${organisation}-secret`, { key: apiKey, body: { value: `${organisation} value` } });
  await made('/v1/escalations', escalationOf(organisation), apiKey);
  await made(`/v1/incidents/${alert.incidentId}/mute`, { scope: 'detector', reason: 'a test' }, apiKey);
  const [suppression] = (await served.request('GET', '/v1/suppressions', { key: apiKey })).json.items;
  const things = {
    organisation,
    address,
    member: member.id,
    key: key.id,
    channel,
    response,
    delivery,
    secret: `${organisation}-secret`,
    escalation: `${organisation}-escalation`,
    suppression: suppression.id,
    protocol: `${organisation}-protocol`,
    monitor: `${organisation}-monitor`,
    backtest: `${organisation}-backtest`,
    policy: `${organisation}-policy`,
    check: check.id,
    feedbackToken: check.feedbackToken,
    screening: job.id,
    alert: alert.id,
    incident: alert.incidentId,
    transaction: hashOf(`tx-${block}`),
  };
  return { things, apiKey };
}

export function monitorOf(organisation: string, id = `${organisation}-monitor`) {
  return {
    id,
    title: `${organisation} monitor`,
    chains: [1],
    on: 'transaction',
    when: 'tx.value > amount("1", 18)',
    severity: 'high',
    channels: [`${organisation}-channel`],
    owner: `${organisation} owner`,
  };
}

export function escalationOf(organisation: string, id = `${organisation}-escalation`) {
  return { id, title: `${organisation} escalation`, steps: [{ afterMinutes: 10, channels: [`${organisation}-channel`] }] };
}

/** A message that was given up, for whoever may send it again. */
async function deadDelivery({ control: { outbox } }: Served, organisationId: string, channelId: string): Promise<string> {
  const id = `msg_${organisationId}`;
  const now = Date.now();
  await outbox.enqueue([
    { id, organisationId, channelId, type: 'alert.created', body: '{}', incidentId: null, severity: null, createdAtMs: now, hold: null },
  ]);
  for (const claim of await outbox.claimDue(now, 10, 1_000))
    await outbox.settle(claim, { kind: 'dead', error: 'test' }, { atMs: now, result: 'dead', reason: 'test', exchange: null }, null);
  return id;
}
