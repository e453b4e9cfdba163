import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTocsinClient, type TocsinClient } from '../../src/sdk/client.js';
import { paginate } from '../../src/sdk/paginate.js';
import { isProblemError } from '../../src/sdk/problem-error.js';
import { ADMIN_KEY, type Served, serve } from '../apps/api/serve.js';
import { createTeller, transactionHash } from '../dashboard/support/story.js';
import { ATTACK_BLOCK, BASE, CHAINS, ETHEREUM, MISSING, townBlocks } from '../dashboard/support/town.js';

let served: Served;
let client: TocsinClient;

beforeAll(async () => {
  served = await serve({ chains: async () => CHAINS });
  const teller = createTeller(served);
  const nowS = Math.floor(Date.now() / 1_000);
  await teller.tell(townBlocks(nowS));
  await teller.gap(ETHEREUM, MISSING.from, MISSING.to, 'no-source', nowS - 1_000);
  client = createTocsinClient({ baseUrl: served.api.url, apiKey: ADMIN_KEY });
});

afterAll(async () => {
  await served?.close();
});

describe('the client against the service', () => {
  it('reads what the contracts promise, of every kind', async () => {
    const [overview, chains, risk, top] = await Promise.all([
      client.analytics.overview(),
      client.chains(),
      client.analytics.risk({ chain: ETHEREUM, limit: 50 }),
      client.analytics.top({ chain: ETHEREUM }),
    ]);
    expect(overview.openIncidents.critical).toBe(1);
    expect(chains.items.map(({ chainId }) => chainId)).toEqual([ETHEREUM, BASE]);
    expect(risk.blocks).toHaveLength(50);
    expect(top.items.length).toBeGreaterThan(0);
    const coverage = await client.coverage({ chain: ETHEREUM });
    expect(coverage.ranges.filter(({ state }) => state === 'missing')).toMatchObject([{ ...MISSING, reasons: ['no-source'] }]);
  });

  it('reads a transaction with its calls and movements, and the profile of who sent it', async () => {
    const transaction = await client.transaction(transactionHash({ chainId: ETHEREUM, number: ATTACK_BLOCK }, 0));
    expect([transaction.frames?.length, transaction.transfers?.length, transaction.findings.length]).toEqual([17, 8, 1]);
    const profile = await client.address(transaction.from, { chain: ETHEREUM });
    expect(profile.sent).toBe(2);
  });

  it('walks all alerts page by page: each once, none left out', async () => {
    const ids: string[] = [];
    for await (const { id } of paginate((cursor) => client.alerts.list({ limit: 5, cursor }))) ids.push(id);
    const { items } = await client.alerts.list({ limit: 500 });
    expect(ids).toEqual(items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(10);
  });

  it('acts on an incident, and reads the action in its timeline', async () => {
    const [first] = (await client.incidents.list({ severity: 'critical' })).items;
    if (first === undefined) throw new Error('the town has no critical incident');
    expect((await client.incidents.acknowledge(first.id, { note: 'on it' })).status).toBe('acknowledged');
    expect((await client.incidents.assign(first.id, { assignee: 'ada' })).assignee).toBe('ada');
    expect((await client.incidents.mute(first.id)).mutedUntil).not.toBeNull();
    expect((await client.incidents.mute(first.id, { until: null })).mutedUntil).toBeNull();
    expect((await client.incidents.feedback(first.id, { verdict: 'false_positive' })).status).toBe('false_positive');
    const { timeline } = await client.incidents.get(first.id);
    expect(timeline.filter(({ actor }) => actor !== null).map(({ kind }) => kind)).toEqual([
      'acknowledged',
      'assigned',
      'muted',
      'muted',
      'feedback',
    ]);
  });

  it('gives refusals as problems: who one is, what is not there, what does not hold and where', async () => {
    const refusals = await Promise.all(
      [
        createTocsinClient({ baseUrl: served.api.url, apiKey: 'toc_wrong' }).alerts.list(),
        client.incidents.get('inc_000000000000000000000000'),
        client.alerts.list({ limit: 0 }),
      ].map((call) =>
        call.then(
          () => null,
          (error: unknown) => (isProblemError(error) ? error.problem : error),
        ),
      ),
    );
    expect(refusals).toMatchObject([{ status: 401 }, { status: 404 }, { status: 400, errors: [{ path: '/limit' }] }]);
  });
});
