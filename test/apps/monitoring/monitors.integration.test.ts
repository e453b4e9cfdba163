import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';

import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { openInstance } from '../../../src/apps/cli/instance.js';
import { applyMonitors, diffMonitors, provenMonitors, testMonitors } from '../../../src/apps/cli/monitors.js';
import { MonitorBook } from '../../../src/apps/monitoring/monitor-book.js';

import { type Pipeline, startPipeline } from '../../../src/apps/standalone/pipeline.js';
import { NO_SCORING } from '../../../src/core/score/scoring.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import { type AnvilNode, startAnvil } from '../../support/anvil.js';
import { SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { type Served, serve } from '../api/serve.js';

const CHAIN = 31337;
const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const PAID = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
/** Emits Paused(address) when it is called: LOG1 with the topic of `Paused(address)`, and the caller as its data. */
const PAUSABLE = `0x602d600c600039602d6000f3${'336000527f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a25860206000a100'.padEnd(90, '0')}`;

/** What a command writes to the terminal. */
async function saidBy(command: () => Promise<void>): Promise<string> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await command();
  } finally {
    spy.mockRestore();
  }
  return text;
}

describe('monitors of a user, over a chain that lives', () => {
  let node: AnvilNode;
  let source: RpcChainSource;
  let served: Served;
  let pipeline: Pipeline;
  let book: MonitorBook;
  let receiver: WebhookReceiver;
  let otherKey: string;
  let pausable = '';

  const send = async (transaction: object) => {
    const hash = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: RICH, ...transaction }]);
    await node.mine();
    return String(hash);
  };
  const monitor = (change: object = {}) => ({
    id: 'large-payment',
    title: 'A large payment',
    chains: [CHAIN],
    on: 'transaction',
    when: 'tx.value > amount("1", 18)',
    severity: 'high',
    channels: ['ops'],
    owner: 'ops@acme.example',
    ...change,
  });
  const heard = () =>
    receiver.received.map(
      ({ body }) => JSON.parse(body) as { type: string; data: { transactionHash?: string; title?: string; finality?: string } },
    );

  beforeAll(async () => {
    node = await startAnvil({ chainId: CHAIN });
    source = new RpcChainSource({ chainId: CHAIN, urls: [node.httpUrl], pollMs: 50 });
    receiver = await startWebhookReceiver();
    served = await serve({
      sourceOf: (chainId) => (chainId === CHAIN ? source : null),
      config: { host: '127.0.0.1', port: 0, apiKey: 'tk_test_administrator_key_0000', allowPrivateTargets: true },
    });
    const { control, analytics, log } = served;
    const created = await send({ data: PAUSABLE });
    const receipt = (await rpc(node.httpUrl, 'eth_getTransactionReceipt', [created])) as { contractAddress: string };
    pausable = receipt.contractAddress;
    book = await MonitorBook.open(control.monitors, SILENT_LOGGER);
    pipeline = await startPipeline({
      monitors: book,
      control,
      analytics,
      log,
      metrics: served.parts.metrics,
      logger: SILENT_LOGGER,
      knowledge: NO_KNOWLEDGE,
      scoring: NO_SCORING,
      notifier: createNotifier({ allowPrivateTargets: true, secrets: { value: async () => null } }),
      holder: 'test',
      chains: [{ source, verify: 'full', from: 0, to: null }],
    });
    otherKey = 'tk_another_organisation_key_0001';
    const { createHash } = await import('node:crypto');
    await control.keys.put({
      id: 'key_other',
      hash: createHash('sha256').update(otherKey).digest('hex'),
      name: 'other',
      organisationId: 'other',
      scopes: ['read', 'write'],
      createdAtMs: 0,
      revokedAtMs: null,
      expiresAtMs: null,
      memberId: null,
      lastUsedAtMs: null,
    });
    const made = await ask('POST', '/v1/channels', { id: 'ops', kind: 'webhook', target: `${receiver.url}/ops`, minSeverity: 'critical' });
    expect(made.status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await pipeline?.close();
    await served?.close();
    await source?.close();
    await receiver?.stop();
    await node?.stop();
  });

  const ask = (method: string, path: string, body?: unknown, key = 'tk_test_administrator_key_0000') =>
    served.request(method, path, body === undefined ? { key } : { key, body });

  it('is refused with the place, the line and the remedy where it could not work', async () => {
    const answer = await ask('POST', '/v1/monitors', monitor({ when: 'tx.value >\n  tx.valeu', channels: ['nowhere'] }));
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([
      { path: '/when', message: expect.stringContaining('No such key: valeu (line 2, column 6); did you mean "value"?') },
      { path: '/channels/0', message: expect.stringContaining('there is no channel nowhere; there are: ops') },
    ]);
  });

  it('is looked at while it is written: what is missing stands beside what is wrong with the rest', async () => {
    const draft = {
      on: 'event',
      abi: ['event Paused(address account)'],
      when: 'event.name == "Pasued"',
      severity: 'high',
      channels: ['ops'],
    };
    const { json } = await ask('POST', '/v1/monitors/validate', draft);
    expect(json.problems.map(({ path, line, column, remedy }: Record<string, unknown>) => [path, line, column, remedy])).toEqual([
      ['/id', null, null, null],
      ['/title', null, null, null],
      ['/chains', null, null, null],
      ['/owner', null, null, null],
      ['/when', 1, 15, 'did you mean "Paused"?'],
    ]);
    expect(json.context).toEqual(
      expect.arrayContaining([
        { name: 'event.name', type: 'string', words: ['Paused'] },
        { name: 'event.args.account', type: 'Address', words: [] },
        { name: 'tx.calls[].succeeded', type: 'bool', words: [] },
        { name: 'labels', type: 'Labels', words: expect.arrayContaining(['mixer']) },
      ]),
    );
    expect(json.functions).toEqual(
      expect.arrayContaining([
        { name: 'has', receiver: 'Labels', signature: 'Labels.has(Address, string): bool' },
        { name: 'amount', receiver: null, signature: 'amount(string, int): Amount' },
      ]),
    );
    expect((await ask('POST', '/v1/monitors/validate', { on: 'nothing' })).json).toMatchObject({ valid: false, context: [] });
  });

  it('is refused where there is no code, or the code of another contract', async () => {
    const event = { on: 'event', abi: ['event Paused(address account)'], when: 'event.name == "Paused"' };
    const without = await ask('POST', '/v1/monitors/validate', monitor({ ...event, addresses: [PAID] }));
    expect(without.json.problems).toEqual([
      expect.objectContaining({ path: '/addresses/0', message: expect.stringContaining('no code at this address') }),
    ]);
    const reads = [
      { id: 'a', address: PAID, slot: '0', type: 'address' },
      { id: 'b', address: pausable, function: 'function totalSupply() view returns (uint256)' },
    ];
    const reading = await ask('POST', '/v1/monitors/validate', monitor({ on: 'block', when: 'state.now.b > 0', reads }));
    expect(reading.json.problems).toEqual([
      expect.objectContaining({ path: '/reads/0/address', remedy: expect.stringContaining('only a contract can be read') }),
      expect.objectContaining({ path: '/reads/1/address', message: expect.stringContaining('none of function totalSupply()') }),
    ]);
    const another = await ask(
      'POST',
      '/v1/monitors/validate',
      monitor({ ...event, abi: ['event Seized(address account)'], when: 'event.name == "Seized"', addresses: [pausable] }),
    );
    expect(another.json.problems).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringContaining("the ABI is another contract's") }),
    ]);
    const right = await ask('POST', '/v1/monitors/validate', monitor({ ...event, addresses: [pausable] }));
    expect(right.json).toMatchObject({ valid: true, problems: [] });
  });

  it('holds from the next block on, tells its channels alone, and is on record for its organisation alone', async () => {
    const saved = await ask('POST', '/v1/monitors', monitor());
    expect([saved.status, saved.json.version, saved.json.health.state]).toEqual([201, 1, 'quiet']);
    const paused = await ask(
      'POST',
      '/v1/monitors',
      monitor({
        id: 'paused',
        title: 'It was paused',
        addresses: [pausable],
        on: 'event',
        abi: ['event Paused(address account)'],
        when: `event.name == "Paused" && event.args.account == addr("${RICH}")`,
      }),
    );
    expect(paused.status).toBe(201);
    await book.refresh(); // It looks by itself every two seconds.
    const paying = await send({ to: PAID, value: `0x${(5n * 10n ** 18n).toString(16)}` });
    await send({ to: PAID, value: '0x1' });
    await send({ to: pausable });
    await waitUntil('both alerts are delivered', () => heard().filter(({ type }) => type === 'alert.created').length >= 2);
    const created = heard().filter(({ type }) => type === 'alert.created');
    expect(created.map(({ data }) => data.title).sort()).toEqual(['A large payment', 'It was paused']);
    expect(created.some(({ data }) => data.transactionHash === paying)).toBe(true);
    const mine = await ask('GET', '/v1/alerts?detector=monitor:default/large-payment');
    const theirs = await ask('GET', '/v1/alerts?detector=monitor:default/large-payment', undefined, otherKey);
    expect([mine.json.items.length, theirs.json.items.length]).toEqual([1, 0]);
    const [alert] = mine.json.items;
    expect((await ask('GET', `/v1/alerts/${alert.id}`, undefined, otherKey)).status).toBe(404);
    expect((await ask('GET', `/v1/incidents/${alert.incidentId}`, undefined, otherKey)).status).toBe(404);
    expect((await ask('POST', `/v1/incidents/${alert.incidentId}/acknowledge`, {}, otherKey)).status).toBe(404);
    expect((await ask('GET', '/v1/monitors', undefined, otherKey)).json.items).toEqual([]);
    expect((await ask('GET', '/v1/monitors/large-payment')).json.health).toMatchObject({
      state: 'matching',
      matches: 1,
      lastAlertId: alert.id,
      lastIncidentId: alert.incidentId,
    });
  }, 60_000);

  it('takes an alert back where its block leaves the chain', async () => {
    await node.reorg(3);
    await node.mine(2);
    await waitUntil('the alerts are withdrawn', () => heard().filter(({ type }) => type === 'alert.withdrawn').length >= 2);
  }, 60_000);

  it('keeps its versions, tells who changed it, and lets nobody overwrite another’s change', async () => {
    expect(
      (await ask('POST', '/v1/monitors?version=1', monitor({ title: 'A very large payment', when: 'tx.value > amount("100", 18)' }))).json
        .version,
    ).toBe(2);
    expect((await ask('POST', '/v1/monitors?version=1', monitor())).status).toBe(409);
    const versions = await ask('GET', '/v1/monitors/large-payment/versions');
    expect(
      versions.json.map(({ version, monitor: { title } }: { version: number; monitor: { title: string } }) => [version, title]),
    ).toEqual([
      [2, 'A very large payment'],
      [1, 'A large payment'],
    ]);
    const audit = await served.control.audit.list('default', 50, null);
    expect(audit.map(({ action }) => action)).toEqual(expect.arrayContaining(['monitor.save']));
  });

  it('is tried on past blocks of the node, with a difference to the version that is kept', async () => {
    const head = await node.headNumber();
    const started = await ask('POST', '/v1/backtests', {
      monitor: monitor({ when: 'tx.value > 0', channels: [] }),
      against: 2,
      chain: CHAIN,
      from: 0,
      to: head,
    });
    expect(started.status).toBe(202);
    let backtest = started.json;
    await waitUntil('the backtest is done', async () => {
      backtest = (await ask('GET', `/v1/backtests/${started.json.id}`)).json;
      return backtest.state !== 'running';
    });
    expect(backtest).toMatchObject({ state: 'done', problem: null, result: { blocks: head + 1, against: { alerts: 0 } } });
    expect(backtest.result.diff.added).toBe(backtest.result.monitor.alerts);
    expect((await ask('GET', `/v1/backtests/${started.json.id}`, undefined, otherKey)).status).toBe(404);
  }, 60_000);

  it('is cancelled where it takes too long, and one that has ended stays as it is', async () => {
    const { json: waiting } = await ask('POST', '/v1/backtests', { monitor: monitor(), chain: CHAIN, from: 0, to: 9_999 });
    expect((await ask('POST', `/v1/backtests/${waiting.id}/cancel`, undefined, otherKey)).status).toBe(404);
    const { json: ended } = await ask('POST', `/v1/backtests/${waiting.id}/cancel`);
    expect(ended).toMatchObject({ state: 'failed', problem: 'it was cancelled' });
    expect((await ask('POST', `/v1/backtests/${waiting.id}/cancel`)).json).toMatchObject({ state: 'failed', problem: 'it was cancelled' });
  }, 60_000);

  it('is kept as code: a folder is applied as a whole or not at all', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-monitors-'));
    const env = { TOCSIN_API_KEY: 'tk_test_administrator_key_0000', TOCSIN_DATA_DIR: dir };
    const written = (name: string, change: object) =>
      writeFileSync(path.join(dir, `${name}.yaml`), JSON.stringify(monitor({ id: name, ...change }))); // JSON is YAML.
    const flags = { url: served.api.url };
    written('b-step', { muted: true, channels: [] });
    written('a-after', { sequence: [{ monitor: 'b-step', within: '10m', by: 'tx.from' }] });
    const said = await saidBy(() => applyMonitors(dir, flags, env));
    expect(said).toContain('2 new, 0 changed, 0 the same');
    // Compilers write the fields of an ABI in an order of their own, the store in another.
    const abi = [
      { anonymous: false, inputs: [{ indexed: true, internalType: 'address', name: 'by', type: 'address' }], name: 'Told', type: 'event' },
    ];
    written('d-abi', { abi });
    expect(await saidBy(() => applyMonitors(dir, flags, env))).toContain('1 new, 0 changed, 2 the same');
    expect(await saidBy(() => applyMonitors(dir, flags, env))).toContain('0 new, 0 changed, 3 the same');
    expect((await provenMonitors(openInstance(flags, env), 10)).find(({ id }) => id === 'd-abi')).toEqual({
      id: 'd-abi',
      works: false,
      proof: `chain ${CHAIN} is not followed here`,
    });
    written('b-step', { muted: true, channels: [], when: 'tx.value > amount("2", 18)' });
    expect(await saidBy(() => diffMonitors(dir, flags, env))).toContain('~ b-step (version 1 → 2): when');
    written('c-broken', { when: 'tx.valeu > 3' });
    await expect(applyMonitors(dir, flags, env)).rejects.toThrow(
      /Nothing was applied:\n.*c-broken\.yaml\/when: No such key: valeu \(line 1, column 4\)/,
    );
    expect((await ask('GET', '/v1/monitors/b-step')).json.version).toBe(1);
    rmSync(path.join(dir, 'c-broken.yaml'));
    expect(await saidBy(() => testMonitors(dir, { ...flags, blocks: '10' }, env))).toContain(`chain ${CHAIN} is not followed here`);
    rmSync(dir, { recursive: true });
    for (const id of ['a-after', 'b-step', 'd-abi']) await ask('DELETE', `/v1/monitors/${id}`);
  });

  it('is removed unless a sequence waits for it', async () => {
    const sequence = [{ monitor: 'large-payment', within: '1h', by: 'tx.from' }];
    expect((await ask('POST', '/v1/monitors', monitor({ id: 'after', sequence }))).status).toBe(201);
    expect((await ask('DELETE', '/v1/monitors/large-payment')).status).toBe(409);
    expect((await ask('DELETE', '/v1/monitors/after')).status).toBe(204);
    expect((await ask('DELETE', '/v1/monitors/large-payment')).status).toBe(204);
    expect((await ask('GET', '/v1/monitors/large-payment')).status).toBe(404);
  });
});
