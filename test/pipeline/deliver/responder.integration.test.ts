import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { encodeCall, functionOf } from '../../../src/adapters/abi/encode-call.js';
import { createRpcSender, type RpcSender } from '../../../src/adapters/responder/rpc-sender.js';
import { transactionHashOf } from '../../../src/adapters/responder/signers.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { Hex } from '../../../src/core/chain/block.js';
import { fingerprintOf } from '../../../src/core/respond/arming.js';
import type { AllowedResponse, ResponseSettings, TransactionAction } from '../../../src/core/respond/response.js';
import { compileContracts } from '../../../src/lab/compile.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { Responder } from '../../../src/pipeline/deliver/responder.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import type { Channel } from '../../../src/ports/delivery-store.js';
import type { NotifyResult } from '../../../src/ports/notifier.js';
import type { ResponseRun } from '../../../src/ports/response-store.js';
import type { Signer, TransactionSender } from '../../../src/ports/transaction-sender.js';
import { type AnvilNode, startAnvil } from '../../support/anvil.js';
import { channelOf } from '../../support/build-channel.js';
import { openTestControlStore } from '../../support/control-store.js';
import { waitUntil } from '../../support/wait-until.js';

const CHAIN = 31_337;
const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
/** The second and the third key of anvil's own mnemonic, known to all. */
const FIRST_KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const SECOND_KEY = '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a';
const FIRST = signerOf(FIRST_KEY).address;
const SECOND = signerOf(SECOND_KEY).address;
const PAUSE = '0x8456cb59';
const PAUSED = '0x5c975abb';

function signerOf(key: Hex): Signer {
  const account = privateKeyToAccount(key);
  return {
    address: `0x${account.address.slice(2).toLowerCase()}`,
    sign: ({ gasLimit, valueWei, ...rest }) => account.signTransaction({ ...rest, type: 'eip1559', gas: gasLimit, value: valueWei }),
  };
}

describe('a response', () => {
  let control: ControlStore;
  let node: AnvilNode;
  let sender: RpcSender;
  let locker: Hex;
  let channelId: string;
  let nowMs: number;
  let channels = 0;
  let alerts = 0;
  let monitorVersion = 0;

  beforeAll(async () => {
    [control, node] = await Promise.all([openTestControlStore(), startAnvil({ chainId: CHAIN })]);
    sender = createRpcSender([node.httpUrl]);
    await rpc(node.httpUrl, 'evm_setAutomine', [true]);
    const monitor = { organisationId: 'default', id: 'drain', body: { title: 'Drain' }, atMs: 1, by: 'test' };
    monitorVersion = (await control.monitors.append(monitor, null))?.version ?? 0;
  }, 60_000);
  afterAll(async () => {
    await sender?.close();
    await node?.stop();
    await control?.close();
  });
  beforeEach(async () => {
    channels += 1;
    channelId = `guard-${channels}`;
    nowMs = 1_700_000_000_000;
    locker = await deploy(FIRST);
  });

  async function sent(from: Hex, call: { readonly to?: Hex; readonly data: Hex }): Promise<object> {
    const hash = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from, gas: '0x500000', ...call }]);
    let receipt: object | null = null;
    await waitUntil('it is mined', async () => {
      receipt = Object(await rpc(node.httpUrl, 'eth_getTransactionReceipt', [hash]));
      return Reflect.has(Object(receipt), 'status');
    });
    return Object(receipt);
  }
  async function deploy(owner: Hex): Promise<Hex> {
    const data = compileContracts().get('Locker')?.bytecode ?? '0x';
    return Reflect.get(await sent(owner, { data }), 'contractAddress');
  }
  const paused = async () => BigInt(String(await rpc(node.httpUrl, 'eth_call', [{ to: locker, data: PAUSED }, 'latest']))) === 1n;

  function channel(change: Partial<ResponseSettings> = {}): Channel & { readonly response: ResponseSettings } {
    const action: TransactionAction = {
      kind: 'transaction',
      chainId: CHAIN,
      signer: 'pauser',
      to: locker,
      function: 'function pause()',
      args: [],
      data: PAUSE,
      valueWei: '0',
      maxFeePerGasGwei: 50,
      maxPriorityFeePerGasGwei: 1,
      gasLimit: null,
    };
    const response = { monitors: ['drain'], action, dryRun: false, maxPerDay: 3, minRisk: null, ...change };
    return { ...channelOf({ id: channelId, kind: 'response' }), response };
  }

  async function armed(change: Partial<ResponseSettings> = {}): Promise<Channel> {
    const made = channel(change);
    await control.channels.put(made);
    const fingerprint = fingerprintOf(made.response, { drain: monitorVersion }, hashText);
    const arming = { fingerprint, proposedBy: 'ada', proposedAtMs: 1, confirmedBy: 'bob', confirmedAtMs: 2 };
    await control.responses.setArming('default', made.id, arming, null);
    return made;
  }

  /** The real one; time goes by where it waits. */
  function responder({
    key = FIRST_KEY,
    faults = {},
  }: {
    readonly key?: Hex;
    readonly faults?: Partial<TransactionSender>;
  } = {}): Responder {
    const allowed: AllowedResponse = {
      organisationId: 'default',
      kind: 'transaction',
      chainId: CHAIN,
      to: locker,
      selector: PAUSE,
      signer: 'pauser',
      maxValueWei: 0n,
    };
    return new Responder({
      ...control,
      signers: new Map([['pauser', signerOf(key)]]),
      allowed: [allowed],
      senderOf: () => ({ ...sender, ...faults }),
      clock: {
        nowMs: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
          await setTimeout(5);
        },
      },
      hashText,
      hashOf: transactionHashOf,
    });
  }

  /** A new alert of the monitor, in an incident. */
  function alertIn(incident: string): string {
    alerts += 1;
    const timestamp = new Date(nowMs).toISOString();
    const data = {
      id: `alert-${alerts}`,
      incidentId: `${channelId}-${incident}`,
      detector: { id: 'monitor:default/drain', version: monitorVersion, stage: 'watch' },
    };
    return JSON.stringify({ type: 'alert.created', timestamp, times: { queued: timestamp }, data });
  }
  const answer = (to: Channel, body: string, by = responder()): Promise<NotifyResult> =>
    by.respond(to, { id: `msg-${alerts}`, body }, () => Promise.reject(new Error('it is no webhook')));
  const runs = (): Promise<readonly ResponseRun[]> => control.responses.runs('default', channelId, 10);
  const steps = async () =>
    (await control.audit.list('default', 100, null))
      .filter(({ target }) => target === channelId)
      .map(({ action }) => action)
      .reverse();
  const giveTo = (owner: Hex, by: Hex) =>
    sent(by, { to: locker, data: encodeCall(functionOf('function transferOwnership(address)'), [owner]) });

  it('is made to an incident that a dry run had seen, once it is none any more; a dry run is made once an incident', async () => {
    const dry = channel({ dryRun: true });
    await control.channels.put(dry);
    expect(await answer(dry, alertIn('one'))).toMatchObject({ kind: 'delivered' });
    expect(await answer(dry, alertIn('one'))).toMatchObject({ kind: 'delivered' });
    expect(await steps()).toEqual(['response.dry-run']);
    const real = await armed();
    expect(await answer(real, alertIn('one'))).toMatchObject({ kind: 'delivered' });
    expect(await paused()).toBe(true);
    expect(await runs()).toEqual([expect.objectContaining({ state: 'done', alertId: `alert-${alerts}`, reason: null })]);
    const done = await steps();
    await answer(real, alertIn('one'));
    expect(await steps()).toEqual(done);
  });

  it('is made where it would have reverted before, and counts as one', async () => {
    locker = await deploy(RICH);
    const made = await armed({ maxPerDay: 1 });
    expect(await answer(made, alertIn('one'))).toMatchObject({ kind: 'dead', reason: expect.stringContaining('would revert') });
    expect(await answer(made, alertIn('one'))).toMatchObject({ kind: 'dead', reason: expect.stringContaining('would revert') });
    await giveTo(FIRST, RICH);
    expect(await answer(made, alertIn('one'))).toMatchObject({ kind: 'delivered' });
    expect(await paused()).toBe(true);
    expect(await answer(made, alertIn('two'))).toMatchObject({ kind: 'dead', reason: expect.stringContaining('cap of 1 a day') });
  });

  it('is made by the key that a signer has now, with nonces of its own', async () => {
    const made = await armed();
    await answer(made, alertIn('one'));
    const [first] = await runs();
    await giveTo(SECOND, FIRST);
    await rpc(node.httpUrl, 'anvil_setNonce', [SECOND, `0x${first?.transaction?.nonce.toString(16)}`]);
    expect(await answer(made, alertIn('two'), responder({ key: SECOND_KEY }))).toMatchObject({ kind: 'delivered' });
    expect((await runs()).map(({ state, transaction }) => [state, transaction?.nonce, transaction?.from])).toEqual(
      expect.arrayContaining([FIRST, SECOND].map((from) => ['done', first?.transaction?.nonce, from])),
    );
  });

  it('takes the nonce of one that a reorganisation removed, once no node that lags can have said it', async () => {
    const made = await armed();
    const before = await rpc(node.httpUrl, 'evm_snapshot', []);
    await answer(made, alertIn('one'));
    await rpc(node.httpUrl, 'evm_revert', [before]);
    const next = alertIn('two');
    expect(await answer(made, next)).toMatchObject({ kind: 'retry', reason: expect.stringContaining('is another response') });
    nowMs += 60_000;
    expect(await answer(made, next)).toMatchObject({ kind: 'delivered' });
    expect(await paused()).toBe(true);
    const nonces = (await runs()).map(({ transaction }) => transaction?.nonce);
    expect(new Set(nonces).size).toBe(1);
  });

  it('is done where the node that is asked for its receipt lags behind the one that counts nonces', async () => {
    const made = await armed();
    const aheadAtMs = nowMs + 15_000;
    const receipt: TransactionSender['receipt'] = async (hash) => (nowMs < aheadAtMs ? null : sender.receipt(hash));
    expect(await answer(made, alertIn('one'), responder({ faults: { receipt } }))).toMatchObject({ kind: 'delivered' });
    expect(await runs()).toEqual([expect.objectContaining({ state: 'done' })]);
  });

  it('has failed for good where another transaction has its nonce, and half a minute shows no receipt', async () => {
    const made = await armed();
    const send = async () => void (await sent(FIRST, { to: RICH, data: '0x' }));
    const startedAtMs = nowMs;
    const lost = { kind: 'dead', reason: expect.stringContaining('took the nonce') };
    expect(await answer(made, alertIn('one'), responder({ faults: { send } }))).toMatchObject(lost);
    expect(nowMs - startedAtMs).toBeGreaterThanOrEqual(30_000);
    expect(nowMs - startedAtMs).toBeLessThan(45_000); // Within a claim of the outbox.
    expect(await answer(made, alertIn('one'))).toMatchObject(lost);
    expect(await paused()).toBe(false);
  });
});
