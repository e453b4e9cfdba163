import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createWebhookNotifier } from '../../../src/adapters/notifier/webhook-notifier.js';
import { transactionOut } from '../../../src/apps/api/explore/transaction-out.js';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { openScorer } from '../../../src/apps/platform/open-scorer.js';
import { chainSchema, coverageSchema, riskSeriesSchema } from '../../../src/contracts/chain.js';
import type { CheckRequest } from '../../../src/contracts/check.js';
import { type CheckAnswer, checkAnswerSchema } from '../../../src/contracts/check-answer.js';
import { transactionSchema } from '../../../src/contracts/transaction.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { rowsOf } from '../../../src/core/score/shadow.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { FOLLOWED, type Served, SILENT, serve } from './serve.js';
import { addressOf, alertStageOf, analysed, analysedBlockOf, GENESIS_TIME, hashOf, transactionRowOf } from './things.js';

const BLOCKS = [1, 2, 3, 4, 5, 6] as const;
const asked: CheckRequest[] = [];
let isReady = true;

const ANSWER: CheckAnswer = {
  id: 'chk_1',
  requestId: 'req_1',
  chainId: 1,
  kind: 'transaction',
  from: `0x${'11'.repeat(20)}`,
  verdict: 'not_checked',
  reasons: [],
  coverage: [{ check: 'simulation', required: true, state: 'failed', why: 'no node answers', ms: 3 }],
  simulation: [],
  diverged: false,
  balanceChanges: [],
  exposures: [],
  actions: [],
  decoded: null,
  scheme: null,
  calls: [],
  caveats: [],
  policy: null,
  recheckOf: null,
  changes: [],
  feedbackToken: null,
  counterparties: [],
  gas: null,
  score: null,
  block: null,
  validUntil: null,
  modelId: null,
  rulesVersion: 'rules-1',
  latencyMs: 4,
  simulationMs: 3,
};

let served: Served;

beforeAll(async () => {
  served = await serve({
    config: { host: '127.0.0.1', port: 0, apiKey: 'toc_test-key-of-the-administrator', allowPrivateTargets: true },
    checks: {
      check: async (request) => {
        asked.push(request);
        return ANSWER;
      },
    },
    evidence: { publicKey: 'PEM', bundle: async (alertId) => JSON.stringify(bundleOf(alertId)) },
    readiness: async () =>
      isReady
        ? [{ name: 'stores', ok: true }]
        : [
            { name: 'stores', ok: true },
            { name: 'chain 1', ok: false, detail: 'no endpoint answers' },
          ],
  });
  const features = Float32Array.from(FEATURES, (_, i) => i);
  for (const block of BLOCKS) {
    const scored = block === 2 ? { features, featureMask: 0b00100 } : {};
    await served.analytics.writer.append(analysedBlockOf(block, [transactionRowOf(block, scored)]));
  }
  await served.analytics.writer.gap({ chainId: 1, from: 7, to: 8, reason: 'no source had them', atMs: 5 });
  await served.analytics.writer.append(analysedBlockOf(9, []));
  await served.analytics.writer.flush();
  await alertStageOf(served).handle(BLOCKS.map((block) => analysed(block)));
});
afterAll(() => served.close());

describe('a transaction', () => {
  it('is shown whole: amounts exact, addresses checksummed, call tree, transfers, findings', async () => {
    const answer = await served.request('GET', `/v1/transactions/${hashOf('tx-1')}`);
    const view = transactionSchema.parse(answer.json);
    expect(view).toMatchObject({
      valueWei: (2n ** 200n).toString(),
      from: checksum(addressOf('victim')),
      to: checksum(addressOf('token')),
      status: 'succeeded',
      blockTime: '2023-11-14T22:13:32.000Z',
      features: null,
      framesOmitted: 0,
      transfers: [{ standard: 'native', token: null, amount: (2n ** 200n).toString() }],
      frames: [{ kind: 'CALL', selector: '0x095ea7b3', valueWei: (2n ** 200n).toString() }],
    });
    expect(view.parts).toEqual({ autoencoder: Math.fround(0.001), ecod: Math.fround(0.02), forest: 0.5, head: null, sequence: null });
    expect(view.findings.map(({ transactionHash }) => transactionHash)).toEqual([hashOf('tx-1')]);
  });

  it('is explained by the model that scored it, and by no other', async () => {
    const { scorer, close } = await openScorer({ modelRuntime: 'wasm' });
    if (scorer === null) throw new Error('no model is installed');
    const rows = rowsOf([{ features: Float32Array.from(FEATURES, (_, i) => (i % 5 === 0 ? 7 : 0)), segment: 2, calls: null }]);
    const row = { ...transactionRowOf(1, {}), features: rows.values, segment: 2, risk: scorer.score(rows).risk[0] ?? null };
    const explained = transactionOut(row, null, [], scorer).explanation;
    expect(explained?.own).toBeCloseTo(scorer.score(rows).surprise[0] ?? 0, 9);
    expect(explained?.steps.length).toBeGreaterThan(0);
    const changes = explained?.steps.map(({ change }) => change) ?? [];
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(transactionOut({ ...row, risk: (row.risk ?? 0) + 1 }, null, [], scorer).explanation).toBeNull();
    expect(transactionOut(row, null, [], null).explanation).toBeNull();
    close();
  });

  it('has its features by name, and says which are not known', async () => {
    const { features } = transactionSchema.parse((await served.request('GET', `/v1/transactions/${hashOf('tx-2')}`)).json);
    expect(features?.map(({ id, value }) => [id, value])).toEqual(FEATURES.map(({ id, group }, i) => [id, group === 'C' ? 0 : i]));
    expect(new Set(features?.filter(({ known }) => !known).map(({ id }) => id[0]))).toEqual(new Set(['C']));
  });

  it('that was not seen is a 404', async () => {
    expect((await served.request('GET', `/v1/transactions/${hashOf('none')}`)).status).toBe(404);
  });
});

describe('an address', () => {
  it('is shown with its activity and its labels, those given by hand too', async () => {
    const label = {
      address: addressOf('victim'),
      category: 'exchange',
      source: 'analyst',
      confidence: 0.9,
      name: 'Kraken 4',
      chainId: null,
    };
    const made = await served.request('POST', '/v1/labels', { body: label });
    expect([made.status, made.json]).toEqual([201, { ...label, address: checksum(label.address), scope: 'everyone' }]);
    for (const kind of ['addresses', 'contracts'])
      expect((await served.request('GET', `/v1/${kind}/${addressOf('victim')}?chain=1`)).json).toEqual({
        address: checksum(addressOf('victim')),
        chainId: 1,
        firstSeen: new Date((GENESIS_TIME + 12) * 1_000).toISOString(),
        lastSeen: new Date((GENESIS_TIME + 72) * 1_000).toISOString(),
        sent: 6,
        received: 0,
        failed: 0,
        counterparties: 1,
        maxRisk: 98.5,
        labels: [{ category: 'exchange', source: 'analyst', confidence: 0.9, name: 'Kraken 4' }],
      });
    const list = await served.request('GET', `/v1/labels?address=${checksum(label.address)}`);
    expect(list.json.items).toEqual([made.json]);
    expect((await served.request('GET', '/v1/labels')).json.items).toEqual([made.json]);
  });

  it('has labels that are listed a page at a time, each once', async () => {
    const given = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const input = { address: addressOf(name), category: 'mixer', source: `some ~ ${name}`, confidence: 1, chainId: 1 };
        return (await served.request('POST', '/v1/labels', { body: input })).json;
      }),
    );
    const found: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await served.request('GET', `/v1/labels?limit=1${query}`);
      expect(page.json.items).toHaveLength(1);
      found.push(...page.json.items);
      cursor = page.json.nextCursor;
    } while (cursor !== null);
    expect(found).toHaveLength(4);
    expect(found).toEqual(expect.arrayContaining(given));
  });

  it('is of the only chain where none is named; one that nobody saw has no activity', async () => {
    const { json } = await served.request('GET', `/v1/addresses/${addressOf('nobody')}`);
    expect(json).toMatchObject({ chainId: 1, firstSeen: null, sent: 0, labels: [] });
  });
});

describe('chains and coverage', () => {
  it('say what was analysed and what was not', async () => {
    const { json } = await served.request('GET', '/v1/chains');
    expect(chainSchema.parse(json.items[0])).toMatchObject({
      chainId: 1,
      name: 'Ethereum',
      analysed: 9,
      alerted: 6,
      coverage: { complete: 7, partial: 0, missing: 2 },
      endpoints: FOLLOWED.endpoints,
    });
    expect(json.items[0].behindSeconds).toBeGreaterThan(0);
    const { ranges } = coverageSchema.parse((await served.request('GET', '/v1/coverage?chain=1')).json);
    expect(ranges.map(({ from, to, state, reasons, blocks }) => [from, to, state, reasons, blocks])).toEqual([
      [1, 6, 'complete', [], 6],
      [7, 8, 'missing', ['no source had them'], 2],
      [9, 9, 'complete', [], 1],
    ]);
    expect((await served.request('GET', '/v1/coverage?chain=1&from=4&to=7')).json.ranges).toHaveLength(2);
  });

  it('give the chart its blocks, oldest first, with the line of the alert budget', async () => {
    const series = riskSeriesSchema.parse((await served.request('GET', '/v1/analytics/risk?chain=1&limit=3&before=6')).json);
    expect(series.budgetRisk).toBe(97.5);
    expect(series.blocks.map(({ number, maxRisk, state }) => [number, maxRisk, state])).toEqual(
      [3, 4, 5].map((number) => [number, 98.5, 'complete']),
    );
    expect(series.blocks[0]?.timestamp).toBe(new Date((GENESIS_TIME + 36) * 1_000).toISOString());
  });

  it('name the contracts that stand out', async () => {
    const { json } = await served.request('GET', '/v1/analytics/top?chain=1&since=2023-11-14T00:00:00Z');
    expect(json.items).toEqual([{ address: checksum(addressOf('token')), transactions: 6, findings: 6, maxRisk: 98.5 }]);
    expect((await served.request('GET', '/v1/analytics/top?chain=1&since=2024-01-01T00:00:00Z')).json.items).toEqual([]);
  });

  it('come together in one sentence', async () => {
    const { json } = await served.request('GET', '/v1/analytics/overview');
    expect(json).toEqual({
      state: 'blind',
      sentence: '1 open incident on Ethereum, the worst high; Ethereum is 91 blocks behind; 2 blocks of Ethereum not had.',
      openIncidents: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
      blocks: 7,
      transactions: 6,
      alerts: 6,
    });
  });
});

describe('a channel', () => {
  it('shows its secret once, and a test arrives with a signature that its receiver can check', async () => {
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const made = await served.request('POST', '/v1/channels', { body: { id: 'team', kind: 'webhook', target } });
    expect([made.status, made.json]).toEqual([201, expect.objectContaining({ id: 'team', target, minSeverity: 'low', enabled: true })]);
    const { secret } = made.json;
    expect(secret).toMatch(/^whsec_/);
    for (const path of ['/v1/channels', '/v1/channels/team', '/v1/channels/team/deliveries'])
      expect((await served.request('GET', path)).text).not.toContain(secret);
    expect((await served.request('POST', '/v1/channels', { body: { id: 'team', kind: 'webhook', target } })).status).toBe(409);

    const sent = await served.request('POST', '/v1/channels/team/test');
    expect([sent.status, sent.json]).toEqual([202, expect.objectContaining({ type: 'canary', state: 'pending', channelId: 'team' })]);
    const { channels, outbox, heard } = served.control;
    const notifier = createWebhookNotifier({ allowPrivateTargets: true });
    const deliver = new DeliverStage({
      channels,
      outbox,
      heard,
      notifier,
      metrics: SILENT_METRICS,
      logger: SILENT,
      clock: SYSTEM_CLOCK,
      hashText,
    });
    expect(await deliver.sendDue()).toBe(1);
    const headers = Object.fromEntries(Object.entries(received[0]?.headers ?? {}).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret).verify(received[0]?.body ?? '', headers)).toMatchObject({ type: 'canary', data: { channelId: 'team' } });
    const deliveries = await served.request('GET', '/v1/channels/team/deliveries?state=delivered');
    expect(deliveries.json.items).toEqual([expect.objectContaining({ id: sent.json.id, attempts: 1, lastError: null })]);
    await notifier.close();
    await new Promise((resolve) => receiver.close(resolve));

    const second = await served.request('POST', '/v1/channels/team/test');
    const page = await served.request('GET', '/v1/channels/team/deliveries?limit=1');
    expect([page.json.items[0].id, page.json.nextCursor]).toEqual([second.json.id, second.json.id]);
    const rest = await served.request('GET', `/v1/channels/team/deliveries?limit=1&cursor=${page.json.nextCursor}`);
    expect([rest.json.items[0].id, rest.json.nextCursor]).toEqual([sent.json.id, null]);

    // A dead delivery is sent again by hand; one that is not dead is not.
    expect((await served.request('POST', `/v1/deliveries/${sent.json.id}/replay`)).status).toBe(409);
    await outbox.markDead(sent.json.id, 'gone');
    expect((await served.request('POST', `/v1/deliveries/${sent.json.id}/replay`)).status).toBe(204);
    expect((await served.request('GET', '/v1/channels/team/deliveries?state=pending')).json.items).toHaveLength(2);
    expect((await served.request('DELETE', '/v1/channels/team')).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await served.request(method, `/v1/channels/team${path}`)).status).toBe(404);
  });
});

describe('dead letters', () => {
  it('are listed, and put in again by hand', async () => {
    const letter = {
      stage: 'ingest',
      chainId: 1,
      blockNumber: 7,
      reason: 'malformed-block',
      detail: 'hash is missing',
      payload: '{}',
      atMs: 5,
      requestedAtMs: null,
      replayedAtMs: null,
    };
    for (const id of ['dead-1', 'dead-2', 'dead-3']) await served.control.deadLetters.put({ ...letter, id });
    await served.control.deadLetters.put({ ...letter, id: 'of-no-chain', chainId: 77 });
    const first = await served.request('GET', '/v1/deadletters?limit=2');
    expect(first.json.items.map(({ id }: { id: string }) => id)).toEqual(['of-no-chain', 'dead-3']);
    const rest = await served.request('GET', `/v1/deadletters?limit=2&cursor=${first.json.nextCursor}`);
    expect(rest.json).toMatchObject({
      items: [{ id: 'dead-2' }, { id: 'dead-1', reason: 'malformed-block', replayedAt: null }],
      nextCursor: null,
    });
    const asked = await served.request('POST', '/v1/deadletters/dead-1/replay');
    expect([asked.status, asked.json.replayedAt, asked.json.requestedAt]).toEqual([202, null, expect.stringMatching(/Z$/)]);
    expect((await served.control.deadLetters.requested(1)).map(({ id }) => id)).toEqual(['dead-1']);
    const nobody = await served.request('POST', '/v1/deadletters/of-no-chain/replay');
    expect([nobody.status, nobody.json.detail]).toEqual([409, expect.stringContaining('Nothing reads this chain')]);
    expect((await served.request('POST', '/v1/deadletters/none/replay')).status).toBe(404);
  });
});

describe('a check', () => {
  it('is answered, and the answer is kept', async () => {
    const body = { chainId: 1, subject: { kind: 'transaction', from: addressOf('victim'), to: addressOf('token'), value: '0x10' } };
    const answer = await served.request('POST', '/v1/checks', { body });
    const feedbackToken = expect.stringMatching(/^chk_1\.\S{20,}$/);
    expect([answer.status, checkAnswerSchema.parse(answer.json)]).toEqual([200, { ...ANSWER, feedbackToken }]);
    expect(asked).toEqual([{ ...body, deadlineMs: 5_000, environments: 5 }]);
    expect((await served.request('GET', '/v1/checks/chk_1')).json).toEqual(answer.json);
    expect((await served.request('GET', '/v1/checks/chk_2')).status).toBe(404);
  });
});

/** A bundle as the port makes one; what makes it true is tested with the port. */
function bundleOf(alertId: string) {
  return {
    evidence: {
      format: 1,
      alert: { id: alertId },
      block: { chainId: 1, number: 1, hash: hashOf('block') },
      transaction: null,
      rulesVersion: 'rules',
      score: null,
    },
    signature: { algorithm: 'Ed25519', keyId: 'key', value: 'c2lnbmVk' },
  };
}

describe('evidence', () => {
  it('is the bundle of the alert', async () => {
    const alert = (await served.request('GET', '/v1/alerts?limit=1')).json.items[0];
    expect((await served.request('GET', `/v1/alerts/${alert.id}/evidence`)).json).toEqual(bundleOf(alert.id));
    expect((await served.request('GET', '/v1/signing-key')).json).toEqual({ algorithm: 'Ed25519', publicKey: 'PEM' });
  });
});

describe('operations', () => {
  it('need no key to see whether it lives, does its work, and how much', async () => {
    expect((await served.request('GET', '/health/live', { key: null })).json).toEqual({ status: 'live' });
    expect((await served.request('GET', '/health/ready', { key: null })).status).toBe(200);
    isReady = false;
    const refused = await served.request('GET', '/health/ready', { key: null });
    expect([refused.status, refused.json]).toEqual([
      503,
      {
        status: 'not_ready',
        checks: [
          { name: 'stores', ok: true, detail: null },
          { name: 'chain 1', ok: false, detail: 'no endpoint answers' },
        ],
      },
    ]);
    const metrics = await served.request('GET', '/metrics', { key: null });
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(metrics.text).toMatch(/tocsin_http_requests_total\{method="GET",route="\/health\/ready",status="503"\} 1/);
    // Routes, not addresses: what callers write cannot grow the metrics.
    expect(metrics.text).not.toContain(hashOf('tx-1'));
  });

  it('name the models that are installed, and which of them scores', async () => {
    expect((await served.request('GET', '/v1/models')).json).toEqual({
      items: [
        {
          id: 'model-1',
          isActive: true,
          state: 'champion',
          budgetRisk: 97.5,
          rulesVersion: 'rules-1',
          trainedUntil: '2023-01-01T00:00:00.000Z',
          weights: { head: 8 },
          training: { seed: 7 },
          metrics: {},
          problem: null,
        },
      ],
      nextCursor: null,
    });
  });

  it('tell drift only where a model scores, and the report as it was written', async () => {
    expect((await served.request('GET', '/v1/models/drift?chain=1')).json).toMatchObject({
      chainId: 1,
      modelId: null,
      rows: 0,
      features: [],
    });
    expect((await served.request('GET', '/v1/models/drift')).status).toBe(400);
    expect((await served.request('GET', '/v1/models/report')).json.markdown).toMatch(/^# How well the score ranks attacks/);
  });
});
