import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicClient, createWalletClient, defineChain, type Hex, http, type RpcError, webSocket } from 'viem';
import { Guard } from '../../../src/apps/guard/guard.js';
import { Overrides, overrideToken } from '../../../src/apps/guard/overrides.js';
import type { GuardPolicy } from '../../../src/apps/guard/policy.js';
import { type RunningGuard, startGuardServer } from '../../../src/apps/guard/start-guard.js';
import { openUpstream } from '../../../src/apps/guard/upstream.js';
import { takingRaw } from '../../../src/apps/platform/raw-transaction.js';
import { checkRequestSchema } from '../../../src/contracts/check.js';
import type { Address } from '../../../src/core/chain/block.js';
import { ether } from '../../../src/lab/amounts.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import type { Devnet } from '../../../src/lab/devnet/start-devnet.js';
import type { Town } from '../../../src/lab/town.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { REFUSED } from '../../../src/sdk/judge-call.js';
import { type CheckedTown, openCheckedTown } from '../../support/checked-town.js';
import { SILENT_LOGGER } from '../../support/records.js';

const SECRET = 'a secret of thirty-two characters';
const KEYS = {
  strict: 'strict-key-of-a-test',
  open: 'open-key-of-a-test',
  warn: 'warn-key-of-a-test',
  careful: 'careful-key-of-a-test',
} as const;
const policy = (name: keyof typeof KEYS, more: Partial<GuardPolicy> = {}): GuardPolicy => ({
  name,
  key: KEYS[name],
  mode: 'block',
  blockWarnings: false,
  onFailure: 'closed',
  ...more,
});

let opened: CheckedTown;
let devnet: Devnet;
let town: Town;
let guard: RunningGuard;
let isChecking = true;
let now = Date.now();

beforeAll(async () => {
  opened = await openCheckedTown();
  const { service } = opened;
  ({ devnet, town } = opened);
  const upstream = await openUpstream([devnet.httpUrl, devnet.wsUrl]);
  const overrides = new Overrides(SECRET, () => now);
  guard = await startGuardServer({
    host: '127.0.0.1',
    port: 0,
    policies: [
      policy('strict'),
      policy('open', { onFailure: 'open' }),
      policy('warn', { mode: 'warn' }),
      policy('careful', { blockWarnings: true }),
    ],
    guard: new Guard({
      chainId: upstream.chainId,
      check: (subject) => {
        if (!isChecking) return Promise.reject(new Error('nobody is there'));
        return takingRaw((request) => service.check(request))(
          checkRequestSchema.parse({ chainId: upstream.chainId, subject, deadlineMs: 20_000 }),
        );
      },
      overrides,
      hashText: (text) => createHash('sha256').update(text).digest('hex'),
      metrics: SILENT_METRICS,
      logger: SILENT_LOGGER,
    }),
    overrides,
    upstream,
    metricsText: async () => '',
    readiness: async () => [],
  });
}, 120_000);

afterAll(async () => {
  await guard.close();
  await opened.close();
});

interface Answer {
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data: { readonly verdict: string; readonly digest: string; readonly reasons: readonly { readonly id: string }[] };
  };
}

async function post<T = Answer>(
  message: unknown,
  key: string = KEYS.strict,
): Promise<{ status: number; verdict: string | null; answer: T }> {
  const response = await fetch(`${guard.url}/${key}`, { method: 'POST', body: JSON.stringify(message) });
  return { status: response.status, verdict: response.headers.get('x-tocsin-verdict'), answer: (await response.json()) as T };
}

const call = (method: string, params: readonly unknown[], id = 1) => ({ jsonrpc: '2.0', id, method, params });

function wallet(key: string = KEYS.strict) {
  const [user] = town.plan.users;
  const chain = defineChain({
    id: devnet.chainId,
    name: 'devnet',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [devnet.httpUrl] } },
  });
  return createWalletClient({ account: user.account, chain, transport: http(`${guard.url}/${key}`, { retryCount: 0 }) });
}

async function signed(to: Address, value = ether(0.001), more: object = {}): Promise<Hex> {
  const client = wallet();
  return client.signTransaction(await client.prepareTransactionRequest({ to, value, gas: 50_000n, ...more }));
}

const exploiter = () => town.plan.residents.exploiter.address;
const neighbour = () => town.plan.users[1]?.address ?? exploiter();
const sentCount = () => rpc(devnet.httpUrl, 'eth_getTransactionCount', [town.plan.users[0].address, 'pending']).then(Number);

describe('the guard before a node', () => {
  it('lets a wallet send what is benign, and passes all else through', async () => {
    const before = await sentCount();
    const hash = await wallet().sendTransaction({ to: neighbour(), value: ether(0.001) });
    await rpc(devnet.httpUrl, 'evm_mine', []);
    expect((await rpc(devnet.httpUrl, 'eth_getTransactionReceipt', [hash])) as object).toMatchObject({ status: '0x1' });
    expect(await sentCount()).toBe(before + 1);
    const { answer } = await post(call('eth_chainId', []));
    expect(Number(answer.result)).toBe(devnet.chainId);
  });

  it('refuses what is malicious with the verdict and its reasons, so that a wallet shows them', async () => {
    const before = await sentCount();
    const refusal = await wallet()
      .sendTransaction({ to: exploiter(), value: ether(0.001) })
      .then(
        () => null,
        (error: { walk(fn: (cause: unknown) => boolean): RpcError }) => error.walk((cause) => (cause as RpcError).code === REFUSED),
      );
    expect(refusal?.code).toBe(REFUSED);
    expect(refusal?.message).toContain('malicious');
    expect(await sentCount()).toBe(before);
  });

  it('reads every method that sends, and refuses one that is named so and not known', async () => {
    const raw = await signed(exploiter());
    const [from, to] = [town.plan.users[0].address, exploiter()];
    const tx = { from, to, value: '0x1' };
    const sending: readonly (readonly [string, readonly unknown[]])[] = [
      ['eth_sendRawTransaction', [raw]],
      ['eth_sendRawTransactionSync', [raw, 1_000]],
      ['eth_sendRawTransactionConditional', [raw, {}]],
      ['eth_sendPrivateRawTransaction', [raw]],
      ['eth_sendPrivateTransaction', [{ tx: raw }]],
      ['eth_sendBundle', [{ txs: [raw], blockNumber: '0x1' }]],
      ['mev_sendBundle', [{ version: 'v0.1', body: [{ tx: raw }] }]],
      ['eth_sendTransaction', [tx]],
      ['personal_sendTransaction', [tx, 'secret']],
      ['wallet_sendTransaction', [tx]],
      [
        'wallet_sendCalls',
        [{ version: '2.0.0', from, chainId: `0x${devnet.chainId.toString(16)}`, calls: [{ to: neighbour() }, { to, value: '0x1' }] }],
      ],
    ];
    for (const [method, params] of sending) {
      const { answer, verdict } = await post(call(method, params));
      expect([method, answer.error?.code, answer.error?.data.verdict, verdict]).toEqual([method, REFUSED, 'malicious', 'malicious']);
      expect(answer.error?.data.reasons.map(({ id }) => id)).toContain('flagged-interaction');
    }
    for (const method of ['eth_sendMegabundle', 'bundler_submitUserOps', 'ETH_SENDRAWTRANSACTION', 'parity_postTransaction']) {
      const { answer } = await post(call(method, [raw]));
      expect([method, answer.error?.code, answer.error?.data.verdict]).toEqual([method, REFUSED, 'not_checked']);
    }
    const unreadable = await post(call('eth_sendUserOperation', [{}, exploiter()]));
    expect([unreadable.answer.error?.data.verdict, unreadable.answer.error?.message]).toEqual([
      'not_checked',
      expect.stringContaining('sender'),
    ]);
    const paying = { sender: from, nonce: '0x0', callData: '0x', signature: '0x' };
    const operation = await post(call('eth_sendUserOperation', [{ ...paying, paymaster: exploiter() }, neighbour()]));
    expect([operation.answer.error?.code, operation.answer.error?.data.verdict]).toEqual([REFUSED, 'malicious']);
    const delegating = { from, to: neighbour(), authorizationList: [{ chainId: '0x0', address: exploiter(), nonce: '0x1' }] };
    expect((await post(call('eth_sendTransaction', [delegating]))).answer.error?.data.verdict).toBe('malicious');
  });

  it('says of what it cannot read where it is wrong, and sends none of it', async () => {
    for (const [method, params, where] of [
      ['eth_sendRawTransaction', ['nothing'], 'expected hex data'],
      ['eth_sendTransaction', [{ from: '0x1' }], 'params.from'],
      ['eth_sendBundle', [{ txs: [] }], 'params.txs'],
      ['eth_sendTransaction', [{ from: exploiter(), to: exploiter(), data: '0x12', input: '0x34' }], 'data and input differ'],
      ['wallet_sendCalls', [{ calls: [{ to: exploiter() }] }], 'from'],
      ['eth_sendRawTransaction', [await otherChain()], 'chain 1'],
    ] as const) {
      const { answer } = await post(call(method, params));
      expect([method, answer.error?.code]).toEqual([method, REFUSED]);
      expect(answer.error?.message).toContain(where);
    }
    expect((await post(['nonsense'])).answer).toMatchObject([{ error: { code: -32_600 } }]);
    expect((await post(call('eth_chainId', []), 'a key that nobody has')).status).toBe(401);
  });

  it('judges each call of a batch for itself', async () => {
    const batch = [
      call('eth_chainId', [], 1),
      call('eth_sendRawTransaction', [await signed(exploiter())], 2),
      call('eth_blockNumber', [], 3),
    ];
    const { answer, verdict } = await post<readonly (Answer & { readonly id: number })[]>(batch);
    expect(answer.map(({ id, error }) => [id, error?.code ?? null])).toEqual([
      [1, null],
      [2, REFUSED],
      [3, null],
    ]);
    expect(verdict).toBe('malicious');
  });

  it('does what the policy of the key says: warn and pass, refuse warnings too, open or closed when nothing can be checked', async () => {
    const reverting = { from: town.plan.users[0].address, to: town.plan.contracts.usd, data: '0xdeadbeef' };
    expect((await post(call('eth_sendTransaction', [reverting]), KEYS.careful)).answer.error?.data.verdict).toBe('warning');
    const warned = await post(call('eth_sendRawTransaction', [await signed(exploiter())]), KEYS.warn);
    expect([typeof warned.answer.result, warned.verdict]).toEqual(['string', 'malicious']);
    await rpc(devnet.httpUrl, 'evm_mine', []);
    isChecking = false;
    try {
      const closed = await post(call('eth_sendRawTransaction', [await signed(neighbour())]));
      expect([closed.answer.error?.code, closed.answer.error?.data.verdict]).toEqual([REFUSED, 'not_checked']);
      expect(closed.answer.error?.message).toContain('nobody is there');
      const opened = await post(call('eth_sendRawTransaction', [await signed(neighbour())]), KEYS.open);
      expect([typeof opened.answer.result, opened.verdict]).toEqual(['string', 'not_checked']);
    } finally {
      isChecking = true;
    }
    await rpc(devnet.httpUrl, 'evm_mine', []);
  });

  it('lets one refused request through once, by a token that is signed, in time, and new', async () => {
    const send = call('eth_sendRawTransaction', [await signed(exploiter())]);
    const { digest = '' } = (await post(send)).answer.error?.data ?? {};
    const redeem = async (token: string) =>
      (await fetch(`${guard.url}/overrides`, { method: 'POST', body: JSON.stringify({ token }) })).status;
    now = Date.now();
    const token = overrideToken(digest, SECRET, now + 60_000);
    expect(await redeem(overrideToken(digest, 'another secret of enough characters', now + 60_000))).toBe(403);
    expect(await redeem(overrideToken(digest, SECRET, now - 1))).toBe(403);
    expect(await redeem('nonsense')).toBe(403);
    expect(await redeem(token)).toBe(200);
    expect(await redeem(token)).toBe(403);
    const other = await post(call('eth_sendRawTransaction', [await signed(exploiter(), ether(0.002))]));
    expect(other.answer.error?.code).toBe(REFUSED);
    expect(typeof (await post(send)).answer.result).toBe('string');
    await rpc(devnet.httpUrl, 'evm_mine', []);
    expect((await post(send)).answer.error?.code).toBe(REFUSED);
  });

  it('speaks WebSocket: subscriptions come through, and what sends is checked as well', async () => {
    const transport = webSocket(`${guard.url.replace('http', 'ws')}/${KEYS.strict}`, { retryCount: 0, reconnect: false });
    const client = createPublicClient({ transport });
    const heads: bigint[] = [];
    const isHere = new Promise<void>((resolve) => {
      client.watchBlockNumber({
        onBlockNumber: (number) => {
          heads.push(number);
          if (heads.length === 2) resolve();
        },
      });
    });
    const first = await client.getBlockNumber();
    for (let i = 0; i < 40 && heads.length < 2; i += 1) {
      await rpc(devnet.httpUrl, 'evm_mine', []);
      await Promise.race([isHere, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    await isHere;
    expect(heads.every((number) => number >= first)).toBe(true);
    const refused = await client.request({ method: 'eth_sendRawTransaction', params: [await signed(exploiter())] }).then(
      () => null,
      (error: { readonly code?: number; readonly message: string }) => error.message,
    );
    expect(refused).toContain('malicious');
    const socket = await client.transport.getRpcClient();
    socket.close();
  });
});

async function otherChain(): Promise<Hex> {
  const [user] = town.plan.users;
  return user.account.signTransaction({ chainId: 1, to: neighbour(), value: 1n, gas: 21_000n, gasPrice: 1n, nonce: 0, type: 'legacy' });
}
