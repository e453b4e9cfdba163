import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createWalletClient, defineChain, http, type TransactionSerializableEIP1559 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { encodeCall as encoded, functionOf } from '../../src/adapters/abi/encode-call.js';
import { createNotifier } from '../../src/adapters/notifier/create-notifier.js';
import { transactionHashOf } from '../../src/adapters/responder/signers.js';
import { checksum } from '../../src/apps/platform/checksum.js';
import { SYSTEM_CLOCK } from '../../src/apps/platform/clock.js';
import { loadConfig } from '../../src/apps/platform/config.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { openResponses, type Responses } from '../../src/apps/platform/open-responses.js';
import type { Address, Hex } from '../../src/core/chain/block.js';
import type { Finding } from '../../src/core/detect/finding.js';
import { compileContracts } from '../../src/lab/compile.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { AlertStage } from '../../src/pipeline/alert/alert-stage.js';
import { DeliverStage } from '../../src/pipeline/deliver/deliver-stage.js';
import { Responder, type ResponderDeps } from '../../src/pipeline/deliver/responder.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';
import type { Notifier, NotifyResult } from '../../src/ports/notifier.js';
import type { Signer, TransactionSender } from '../../src/ports/transaction-sender.js';
import { type AnvilNode, startAnvil } from '../support/anvil.js';
import { openTestControlStore } from '../support/control-store.js';
import { SILENT_LOGGER } from '../support/records.js';
import { waitUntil } from '../support/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import { ADMIN_KEY, type Served, serve } from './api/serve.js';
import { addressOf, analysed, findingOf, hashOf } from './api/things.js';

const CHAIN = 31_337;
const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
/** The second key of anvil's own mnemonic, known to all. */
const GUARDIAN_KEY: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const GUARDIAN = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const PAUSE = encoded(functionOf('function pause()'), []);
const SCOPES = ['read', 'write', 'check', 'admin'];
const bytecodeOf = (name: string): Hex => {
  const artifact = compileContracts().get(name);
  if (artifact === undefined) throw new Error(`the lab has no contract ${name}`);
  return artifact.bytecode;
};

/** Strict about its wire format: what the real one would refuse is refused here. */
async function startWeb3Signer(): Promise<{
  readonly url: string;
  readonly asked: Record<string, string>[];
  tamper: boolean;
  stop(): void;
}> {
  const account = privateKeyToAccount(GUARDIAN_KEY);
  const asked: Record<string, string>[] = [];
  const state = { tamper: false };
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', async () => {
      const { jsonrpc, id, method, params } = JSON.parse(text);
      const [tx] = params;
      const isValid =
        jsonrpc === '2.0' &&
        method === 'eth_signTransaction' &&
        params.length === 1 &&
        tx.from === GUARDIAN &&
        ['gas', 'nonce', 'value', 'chainId', 'maxFeePerGas', 'maxPriorityFeePerGas'].every((name) =>
          /^0x(0|[1-9a-f][0-9a-f]*)$/.test(tx[name]),
        );
      const answer = (body: object) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
      if (!isValid) return answer({ error: { code: -32602, message: 'Invalid params' } });
      asked.push(tx);
      const transaction: TransactionSerializableEIP1559 = {
        type: 'eip1559',
        chainId: Number(tx.chainId),
        nonce: Number(tx.nonce),
        gas: BigInt(tx.gas),
        maxFeePerGas: BigInt(tx.maxFeePerGas),
        maxPriorityFeePerGas: BigInt(tx.maxPriorityFeePerGas),
        to: state.tamper ? RICH : tx.to,
        data: tx.data,
        value: BigInt(tx.value),
      };
      return answer({ result: await account.signTransaction(transaction) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    get tamper() {
      return state.tamper;
    },
    set tamper(is) {
      state.tamper = is;
    },
    stop: () => void server.close(),
  };
}

describe('an automatic response', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-responses-'));
  const keyFile = path.join(dir, 'guardian');
  let node: AnvilNode;
  let receiver: WebhookReceiver;
  let web3signer: Awaited<ReturnType<typeof startWeb3Signer>>;
  let control: ControlStore;
  let responses: Responses;
  let notifier: Notifier;
  let served: Served;
  let isServing = false;
  let alerts: AlertStage;
  let locker: Hex;
  let ada: string;
  let bob: string;
  let block = 1_000;
  /** Of the monitor that fires. */
  let version = 0;
  /** Another one in each test: what one did is no other's history. */
  let guard = 'guard';

  const ask = (method: string, at: string, body?: unknown, key: string = ADMIN_KEY) =>
    served.request(method, at, { key, ...(body === undefined ? {} : { body }) });

  async function deploy(): Promise<Hex> {
    const hash = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: GUARDIAN, data: bytecodeOf('Locker'), gas: '0x500000' }]);
    let at: unknown = null;
    await waitUntil('the contract is there', async () => {
      at = Reflect.get(Object(await rpc(node.httpUrl, 'eth_getTransactionReceipt', [hash])), 'contractAddress');
      return typeof at === 'string';
    });
    return String(at) as Hex;
  }

  async function member(name: string): Promise<string> {
    const made = await ask('POST', '/v1/organisations/default/members', { name, email: `${name}@example.com`, role: 'admin' });
    const key = await ask('POST', '/v1/keys', { name, scopes: SCOPES, memberId: made.json.id });
    return key.json.key;
  }

  function rulesFor(lockers: readonly string[]) {
    return {
      signers: { guardian: { keyFile, address: GUARDIAN }, vault: { web3signer: web3signer.url, address: GUARDIAN } },
      allow: [
        ...lockers.flatMap((to) =>
          ['guardian', 'vault'].map((signer) => ({ organisation: 'default', chain: CHAIN, to, functions: ['pause()'], signer })),
        ),
        { organisation: 'default', webhook: `${receiver.url}/guard` },
      ],
    };
  }

  function opened(lockers: readonly string[]): Responses {
    const config = loadConfig({
      TOCSIN_CHAINS: JSON.stringify([{ id: CHAIN, rpc: [node.httpUrl] }]),
      TOCSIN_RESPONSES: JSON.stringify(rulesFor(lockers)),
    });
    const found = openResponses(config, control, { signs: true });
    if (found === null) throw new Error('they are off');
    return found;
  }

  beforeAll(async () => {
    writeFileSync(keyFile, `${GUARDIAN_KEY}\n`, { mode: 0o600 });
    [node, receiver, web3signer, control] = await Promise.all([
      startAnvil({ chainId: CHAIN }),
      startWebhookReceiver(),
      startWeb3Signer(),
      openTestControlStore(),
    ]);
    await rpc(node.httpUrl, 'evm_setAutomine', [true]);
  }, 60_000);
  afterAll(async () => {
    if (isServing) await letGo(served);
    await control?.close();
    await notifier?.close();
    await responses?.close();
    web3signer?.stop();
    await receiver?.stop();
    await node?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** All but the store, which goes on. */
  async function letGo({ api, log, analytics }: Served): Promise<void> {
    await api.close();
    await log.close();
    await analytics.close();
  }

  beforeEach(async () => {
    locker = await deploy();
    guard = `guard-${block}`;
    block += 1;
    receiver.forget();
    receiver.answer(() => ({ status: 204 }));
    await notifier?.close();
    await responses?.close();
    responses = opened([locker]);
    notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder: responses.responder });
    if (isServing) await letGo(served);
    isServing = true;
    served = await serve({
      control,
      notifier,
      responses,
      config: { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true },
    });
    ada ??= await member('ada');
    bob ??= await member('bob');
    alerts = new AlertStage({ store: control.alerts, log: served.log, metrics: SILENT_METRICS, checksum, hashText, nowMs: Date.now });
    for (const { id, organisationId } of await control.channels.list(null)) await control.channels.remove(organisationId, id);
    version = await changeMonitor();
  }, 60_000);

  const deliver = (by: Notifier = notifier) =>
    new DeliverStage({
      channels: control.channels,
      outbox: control.outbox,
      canaries: control.canaries,
      heard: control.heard,
      notifier: by,
      metrics: SILENT_METRICS,
      logger: SILENT_LOGGER,
      clock: SYSTEM_CLOCK,
      hashText,
    });

  /** Another version of the monitor, as somebody who edits it makes one. */
  async function changeMonitor(): Promise<number> {
    const at = { organisationId: 'default', id: 'drain', body: { title: 'Drain' }, atMs: Date.now(), by: 'test' };
    const before = await control.monitors.get('default', 'drain');
    const kept = await control.monitors.append(at, before?.version ?? null);
    if (kept === null) throw new Error('somebody else changed the monitor');
    return kept.version;
  }

  const pause = (change: object = {}) => ({
    kind: 'transaction',
    chainId: CHAIN,
    signer: 'guardian',
    to: locker,
    function: 'function pause()',
    maxFeePerGasGwei: 50,
    ...change,
  });
  const channel = (action: object, change: object = {}) => ({
    id: guard,
    kind: 'response',
    minSeverity: 'info',
    response: { monitors: ['drain'], action, dryRun: false, maxPerDay: 2, ...change },
  });
  const make = async (body: object) => {
    const made = await ask('POST', '/v1/channels', body);
    if (made.status !== 201) throw new Error(made.text);
    return made;
  };
  const arm = async () => {
    expect((await ask('POST', `/v1/channels/${guard}/arm`, {}, ada)).json).toMatchObject({ state: 'proposed' });
    expect((await ask('POST', `/v1/channels/${guard}/arm`, {}, bob)).json).toMatchObject({ state: 'armed' });
  };

  /** The real one, but for what the given parts do. */
  function responderWith(faults: Partial<TransactionSender>, change: Partial<ResponderDeps> = {}): Responder {
    const sender = responses.senderOf(CHAIN);
    if (sender === null) throw new Error('there is no node');
    const { allowed, signers } = responses;
    return new Responder({
      ...control,
      allowed,
      signers,
      senderOf: () => ({ ...sender, ...faults }),
      clock: SYSTEM_CLOCK,
      hashText,
      hashOf: transactionHashOf,
      ...change,
    });
  }
  async function deliverBy(responder: Responder): Promise<void> {
    const by = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder });
    await deliver(by).sendDue();
    await by.close();
  }
  /** The pool keeps it: no block takes it, and none takes another of the signer. */
  const stuckNonce = () => {
    const sender = responses.senderOf(CHAIN);
    if (sender === null) throw new Error('there is no node');
    return (address: Address) => sender.nonce(address, 'latest');
  };
  /** Waits for nothing, so that what is not mined is left at once. */
  const hasty = () => ({ nowMs: SYSTEM_CLOCK.nowMs, sleep: async () => undefined });
  /** As if its next try were due. */
  async function again(at = 0, by: Notifier = notifier): Promise<NotifyResult> {
    const kept = await control.channels.get('default', guard);
    const message = (await outbox())[at];
    if (kept === null || message === undefined) throw new Error('they are gone');
    return by.send(kept, message);
  }

  /** The monitor fires on something; its alert goes into the outbox. Returns the block's hash, to take it back by. */
  async function fire(what: string, change: Partial<Finding> = {}): Promise<Finding> {
    block += 1;
    const after = await control.alerts.latestCursor();
    const finding = findingOf(block, {
      detectorId: 'monitor:default/drain',
      detectorVersion: version,
      stage: 'watch',
      subject: { address: addressOf(what), role: 'victim' },
      monitor: { organisationId: 'default', monitorId: 'drain', version, channels: [guard] },
      ...change,
    });
    await alerts.handle([analysed(block, [finding])]);
    await deliver().enqueue(await control.alerts.eventsAfter(after, 100));
    return finding;
  }
  const armedNow = async () => (await ask('GET', `/v1/channels/${guard}/responses`)).json.arming.state;
  const paused = async () => BigInt(String(await rpc(node.httpUrl, 'eth_call', [{ to: locker, data: '0x5c975abb' }, 'latest']))) === 1n;
  const nonce = async () => Number(await rpc(node.httpUrl, 'eth_getTransactionCount', [GUARDIAN, 'latest']));
  const outbox = async () => [...(await control.outbox.list({ organisationId: 'default', channelId: guard }, 10))].reverse();
  const runs = async () => (await ask('GET', `/v1/channels/${guard}/responses`)).json.items;
  const audited = async () => (await ask('GET', '/v1/audit?limit=100')).json.items.map(({ action }: { action: string }) => action);

  it('is off where the operator says nothing, and refuses a key file that others may read', async () => {
    expect(openResponses(loadConfig({}), control, { signs: true })).toBeNull();
    await letGo(served); // The engine is one a process.
    const off = await serve({ control, config: { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true } });
    const answer = await off.request('POST', '/v1/channels', { body: channel(pause()) });
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringContaining('TOCSIN_RESPONSES') } });
    await letGo(off);
    isServing = false;
    chmodSync(keyFile, 0o644);
    expect(() => opened([locker])).toThrow(/signers\.guardian\.keyFile: others may read.*chmod 600/);
    chmodSync(keyFile, 0o600);
    writeFileSync(path.join(dir, 'bad'), 'no key', { mode: 0o600 });
    const bad = JSON.stringify({
      signers: { guardian: { keyFile: path.join(dir, 'bad'), address: GUARDIAN } },
      allow: [{ organisation: 'default', webhook: 'https://a.example' }],
    });
    const configured = loadConfig({ TOCSIN_RESPONSES: bad });
    expect(() => openResponses(configured, control, { signs: true })).toThrow(/must hold a private key/);
    // The API knows who would sign, and reads no key.
    const api = openResponses(configured, control, { signs: false });
    expect(api?.signers.get('guardian')?.address).toBe(GUARDIAN);
    await api?.close();
    expect(() => loadConfig({ TOCSIN_RESPONSES: '{"allow":[{"organisation":"default"}]}' })).toThrow(
      /allow\.0: expected \{organisation, webhook/,
    );
  });

  it('sends pause() once when the monitor fires, with every step on record', async () => {
    await make(channel(pause()));
    await arm();
    const before = await nonce();
    await fire('treasury');
    await deliver().sendDue();
    expect(await paused()).toBe(true);
    expect(await nonce()).toBe(before + 1);
    const [message] = await outbox();
    expect(message).toMatchObject({ state: 'delivered', type: 'alert.created' });
    const [attempt] = await control.outbox.attempts(message?.id ?? '');
    expect(attempt?.exchange?.request.body).toContain('function pause()');
    expect(attempt?.exchange?.response?.body).toContain('success');
    expect(JSON.stringify(attempt)).not.toContain(GUARDIAN_KEY.slice(2));
    expect(await runs()).toEqual([expect.objectContaining({ state: 'done', nonce: before, blockNumber: expect.any(Number) })]);
    expect(await audited()).toEqual(expect.arrayContaining(['response.done', 'response.sent', 'response.signed', 'response.arm']));
    // Its withdrawal and a second alert of the same incident do nothing more.
    await fire('treasury', { transactionIndex: 1 });
    await deliver().sendDue();
    expect(await nonce()).toBe(before + 1);
    expect((await outbox()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('does nothing in a dry run but to say what it would do; a test is always one', async () => {
    await make(channel(pause(), { dryRun: true }));
    const before = await nonce();
    await fire('dry');
    await deliver().sendDue();
    const test = await ask('POST', `/v1/channels/${guard}/test`);
    expect(test.json).toMatchObject({ result: 'delivered', exchange: { request: { method: expect.stringContaining('dry run') } } });
    expect([await paused(), await nonce()]).toEqual([false, before]);
    expect(await runs()).toEqual([expect.objectContaining({ state: 'dry-run', hash: null })]);
  });

  it('does nothing until two members armed it, and says so; one alone may disarm it; a change disarms it', async () => {
    await make(channel(pause()));
    const before = await nonce();
    await fire('unarmed');
    await deliver().sendDue();
    expect((await outbox())[0]).toMatchObject({ state: 'dead', lastError: expect.stringContaining('not armed') });
    expect(await runs()).toEqual([expect.objectContaining({ state: 'withheld' })]);

    expect((await ask('POST', `/v1/channels/${guard}/arm`, {})).json.detail).toMatch(/Two persons arm/);
    await ask('POST', `/v1/channels/${guard}/arm`, {}, ada);
    const twice = await ask('POST', `/v1/channels/${guard}/arm`, {}, ada);
    expect(twice).toMatchObject({ status: 409, json: { detail: expect.stringContaining('another member must confirm') } });
    expect((await ask('POST', `/v1/channels/${guard}/arm`, {}, bob)).json).toMatchObject({ state: 'armed' });

    await ask('PATCH', `/v1/channels/${guard}`, { response: channel(pause({ maxFeePerGasGwei: 60 })).response });
    expect(await armedNow()).toBe('off');
    // Changed back, it is what two armed; they armed it before somebody had his hands on it.
    await ask('PATCH', `/v1/channels/${guard}`, { response: channel(pause()).response });
    expect(await armedNow()).toBe('off');
    await arm();
    version = await changeMonitor();
    expect(await armedNow()).toBe('off');
    await fire('changed');
    await deliver().sendDue();
    expect((await outbox()).at(-1)).toMatchObject({ state: 'dead', lastError: expect.stringContaining('not armed') });
    await arm();
    expect((await ask('POST', `/v1/channels/${guard}/disarm`, {}, ada)).json).toMatchObject({ state: 'off' });
    await fire('disarmed');
    await deliver().sendDue();
    expect([await paused(), await nonce()]).toEqual([false, before]);
    // Armed at last, somebody sends the dead letter again.
    await arm();
    await ask('POST', `/v1/deliveries/${(await outbox()).at(-1)?.id}/replay`);
    await deliver().sendDue();
    expect(await paused()).toBe(true);
  });

  it('does what the allow-list names, when it is saved and when it is done', async () => {
    const other = await deploy();
    const refused = async (action: object) => (await ask('POST', '/v1/channels', channel(action))).json;
    expect((await refused(pause({ to: other }))).detail).toMatch(/does not name 0x8456cb59 of/);
    expect((await refused(pause({ function: 'function unpause()' }))).detail).toMatch(/allow-list/);
    expect((await refused(pause({ valueWei: '1' }))).detail).toMatch(/carry less/);
    expect((await refused({ kind: 'webhook', url: 'https://elsewhere.example' })).detail).toMatch(/does not name https:\/\/elsewhere/);
    expect((await refused(pause({ function: 'function paused() view returns (bool)' }))).errors[0].path).toBe('/response/action/function');
    await make(channel(pause()));
    await arm();
    await fire('no longer allowed');
    const stricter = opened([other]);
    const strict = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder: stricter.responder });
    await deliver(strict).sendDue();
    expect((await outbox())[0]).toMatchObject({ state: 'dead', lastError: expect.stringContaining('allow-list') });
    expect(await paused()).toBe(false);
    await strict.close();
    await stricter.close();
  });

  it('keeps to its cap a day, whatever many send at once', async () => {
    receiver.answer(() => ({ status: 204 }));
    await make(channel({ kind: 'webhook', url: `${receiver.url}/guard` }));
    await arm();
    for (const what of ['one', 'two', 'three', 'four']) await fire(what);
    const several = [deliver(), deliver(), deliver()];
    for (let round = 0; round < 5; round += 1) await Promise.all(several.map((stage) => stage.sendDue()));
    expect(receiver.received).toHaveLength(2);
    expect((await outbox()).map(({ state }) => state).sort()).toEqual(['dead', 'dead', 'delivered', 'delivered']);
    expect((await outbox()).find(({ state }) => state === 'dead')?.lastError).toMatch(/cap of 2 a day/);
  });

  it('calls a webhook that is signed as all are', async () => {
    const made = await make(channel({ kind: 'webhook', url: `${receiver.url}/guard` }));
    await arm();
    await fire('called');
    await deliver().sendDue();
    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    const verified = new Webhook(made.json.secret).verify(body, headers as Record<string, string>);
    expect(verified).toMatchObject({ type: 'alert.created', data: { detector: { id: 'monitor:default/drain' } } });
  });

  it('signs once: who dies after signing sends the same bytes when it is back, and two at once send one', async () => {
    await make(channel(pause()));
    await arm();
    const before = await nonce();
    await fire('interrupted');
    const dying = responderWith({ send: () => Promise.reject(new Error('died before it was sent')) });
    await deliverBy(dying);
    const [first] = await runs();
    expect(first).toMatchObject({ state: 'sent', hash: expect.stringMatching(/^0x/), nonce: before });
    expect(await nonce()).toBe(before);
    const results = await Promise.all([again(), again()]);
    expect(results.map(({ kind }) => kind)).toContain('delivered');
    expect(await runs()).toEqual([expect.objectContaining({ state: 'done', nonce: before, hash: first.hash })]);
    expect([await paused(), await nonce()]).toEqual([true, before + 1]);
  });

  it('does nothing for an alert that was withdrawn meanwhile, for others, and for a monitor that fails', async () => {
    await make(channel(pause()));
    await arm();
    const { blockHash, blockNumber, chainId, blockTimestamp } = await fire('gone');
    const ref = { chainId, number: blockNumber, hash: blockHash, parentHash: hashOf(blockNumber - 1), timestamp: blockTimestamp };
    await alerts.handle([{ kind: 'retracted', ref, generation: 1 }]);
    await deliver().sendDue();
    expect((await outbox())[0]).toMatchObject({ state: 'dead', lastError: expect.stringContaining('withdrawn') });
    await fire('failing', { detectorId: 'monitor-error:default/drain', stage: 'operate' });
    await fire('another', { detectorId: 'monitor:default/other' });
    await fire('everyone', { detectorId: 'outflow-large-direct' });
    expect(await outbox()).toHaveLength(1);
    expect(await paused()).toBe(false);
  });

  it('is signed by a Web3Signer, whose answer is not believed where it is another transaction', async () => {
    await make(channel(pause({ signer: 'vault' })));
    await arm();
    web3signer.tamper = true;
    await fire('vault');
    await deliver().sendDue();
    expect((await outbox())[0]).toMatchObject({
      state: 'pending',
      lastError: expect.stringContaining('another transaction than it was asked for'),
    });
    expect(await paused()).toBe(false);
    web3signer.tamper = false;
    expect((await again()).kind).toBe('delivered');
    expect(await paused()).toBe(true);
    expect(web3signer.asked.at(-1)).toMatchObject({ to: locker, data: PAUSE });
  });

  it('says so where another transaction took its nonce, and where the call would revert', async () => {
    const chain = defineChain({
      id: CHAIN,
      name: 'dev',
      nativeCurrency: { name: 'e', symbol: 'E', decimals: 18 },
      rpcUrls: { default: { http: [node.httpUrl] } },
    });
    const wallet = createWalletClient({ account: privateKeyToAccount(GUARDIAN_KEY), chain, transport: http(node.httpUrl) });
    await ask(
      'POST',
      '/v1/channels',
      channel(pause({ maxFeePerGasGwei: 0.000001, maxPriorityFeePerGasGwei: 0.000001, gasLimit: 100_000 })),
    );
    await arm();
    await fire('cheap');
    await deliver().sendDue();
    expect((await outbox())[0]?.state).toBe('pending'); // The node takes nothing below its base fee.
    await wallet.sendTransaction({ to: RICH, value: 1n });
    const by = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder: responderWith({}, { clock: hasty() }) });
    expect(await again(0, by)).toMatchObject({ kind: 'dead', reason: expect.stringContaining('took the nonce') });
    await by.close();
    await wallet.sendTransaction({ to: locker, data: encoded(functionOf('function transferOwnership(address)'), [RICH]) });
    await fire('not ours');
    expect(await again(1)).toMatchObject({ kind: 'dead', reason: expect.stringMatching(/would revert.*not the owner/) });
  }, 90_000);

  it('follows what was signed, whatever the channel is changed to meanwhile, and does nothing else', async () => {
    await make(channel(pause()));
    await arm();
    await fire('pending');
    await deliverBy(responderWith({ send: async () => undefined, receipt: async () => null, nonce: stuckNonce() }, { clock: hasty() }));
    expect((await outbox())[0]).toMatchObject({ state: 'pending', lastError: expect.stringContaining('not mined yet') });
    const [signed] = await runs();
    for (const other of [channel({ kind: 'webhook', url: `${receiver.url}/guard` }), channel(pause(), { dryRun: true })]) {
      expect((await ask('PATCH', `/v1/channels/${guard}`, { response: other.response })).status).toBe(200);
      const seen = responderWith(
        { send: () => Promise.reject(new Error('sent again')), receipt: async () => null, nonce: stuckNonce() },
        { clock: hasty() },
      );
      const by = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder: seen });
      expect(await again(0, by)).toMatchObject({ kind: 'retry', reason: expect.stringContaining('it is not sent again: the channel was') });
      await by.close();
    }
    expect(receiver.received).toEqual([]);
    expect(await runs()).toEqual([expect.objectContaining({ state: 'sent', hash: signed.hash })]);
    expect(await paused()).toBe(false);
  });

  it('sends nothing where it was disarmed, or its alert withdrawn, while it was signed; its nonce is free', async () => {
    await make(channel(pause()));
    await arm();
    const before = await nonce();
    await fire('in between');
    const [name, signer] = [...responses.signers][0] ?? [];
    if (name === undefined || signer === undefined) throw new Error('there is no signer');
    const slow: Signer = {
      ...signer,
      async sign(transaction) {
        await ask('POST', `/v1/channels/${guard}/disarm`, {}, ada);
        return signer.sign(transaction);
      },
    };
    await deliverBy(responderWith({}, { signers: new Map([[name, slow]]) }));
    expect((await outbox())[0]).toMatchObject({ state: 'dead', lastError: expect.stringContaining('not armed') });
    expect(await runs()).toEqual([expect.objectContaining({ state: 'withheld', hash: null, nonce: null })]);
    expect([await paused(), await nonce()]).toEqual([false, before]);
    await arm();
    await fire('next');
    await deliver().sendDue();
    expect([await paused(), await nonce()]).toEqual([true, before + 1]);
  });

  it('gives the nonce of what nobody follows any more to the next, and not before', async () => {
    await make(channel(pause()));
    await arm();
    const before = await nonce();
    await fire('lost');
    await deliverBy(responderWith({ send: async () => undefined, receipt: async () => null, nonce: stuckNonce() }, { clock: hasty() }));
    await fire('waiting');
    expect(await again(1)).toMatchObject({ kind: 'retry', reason: expect.stringContaining('another response') });
    const later = { nowMs: () => Date.now() + 16 * 60_000, sleep: SYSTEM_CLOCK.sleep };
    const by = createNotifier({ allowPrivateTargets: true, secrets: control.secrets, responder: responderWith({}, { clock: later }) });
    expect((await again(1, by)).kind).toBe('delivered');
    await by.close();
    expect((await runs()).map(({ state }: { state: string }) => state).sort()).toEqual(['done', 'failed']);
    expect([await paused(), await nonce()]).toEqual([true, before + 1]);
    expect(await again(0)).toMatchObject({ kind: 'dead', reason: expect.stringContaining('a later response took its nonce') });
  });

  it('takes the tip out of a small fee, and refuses one that is larger', async () => {
    const refused = await ask('POST', '/v1/channels', channel(pause({ maxFeePerGasGwei: 0.5, maxPriorityFeePerGasGwei: 2 })));
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ path: '/response/action/maxPriorityFeePerGasGwei' }] } });
    await rpc(node.httpUrl, 'anvil_setNextBlockBaseFeePerGas', ['0x5f5e100']); // 0.1 gwei, as on an L2.
    await rpc(node.httpUrl, 'anvil_mine', ['0x1']);
    const made = await make(channel(pause({ maxFeePerGasGwei: 0.5 })));
    expect(made.json.response.action.maxPriorityFeePerGasGwei).toBe(0.5);
    await arm();
    await fire('cheap chain');
    await deliver().sendDue();
    expect(await paused()).toBe(true);
  });
});
