import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWalletClient, defineChain, type Hex, http } from 'viem';
import { ether } from '../../src/lab/amounts.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import type { TocsinClient } from '../../src/sdk/client.js';
import { type GuardOptions, guardProvider, type RefusedError, withTocsin } from '../../src/sdk/guarded-provider.js';
import { type Judgement, REFUSED } from '../../src/sdk/judge-call.js';
import { openServedTown, type ServedTown } from '../support/checked-town.js';

let opened: ServedTown;
let client: TocsinClient;

beforeAll(async () => {
  opened = await openServedTown();
  ({ client } = opened);
}, 120_000);
afterAll(() => opened.close());

const user = () => opened.town.plan.users[0];
const neighbour = () => opened.town.plan.users[1]?.address ?? user().address;
const exploiter = () => opened.town.plan.residents.exploiter.address;

/** What a browser wallet gives to a page: it holds the node's keys here. */
function nodeProvider() {
  const asked: string[] = [];
  return {
    asked,
    isTocsinTest: true,
    request: (args: { readonly method: string; readonly params?: unknown }) => {
      asked.push(args.method);
      return rpc(opened.devnet.httpUrl, args.method, (args.params ?? []) as readonly unknown[]);
    },
  };
}

const refusalOf = (sending: Promise<unknown>) =>
  sending.then(
    () => null,
    (error: RefusedError) => error,
  );

describe('an EIP-1193 provider behind the check', () => {
  const send = (to: string) => ({ method: 'eth_sendTransaction', params: [{ from: user().address, to, value: '0x1' }] });

  it('passes on what sends nothing, and what is benign', async () => {
    const inner = nodeProvider();
    const provider = guardProvider(inner, { client });
    expect(provider.isTocsinTest).toBe(true);
    expect(Number(await provider.request({ method: 'eth_chainId' }))).toBe(opened.devnet.chainId);
    await rpc(opened.devnet.httpUrl, 'anvil_impersonateAccount', [user().address]);
    expect(await provider.request(send(neighbour()))).toMatch(/^0x[0-9a-f]{64}$/);
    await rpc(opened.devnet.httpUrl, 'evm_mine', []);
  });

  it('refuses what is malicious, as a wallet refuses, and never asks the wallet', async () => {
    const inner = nodeProvider();
    const refused = await refusalOf(guardProvider(inner, { client }).request(send(exploiter())));
    expect([refused?.name, refused?.code, refused?.data.verdict]).toEqual(['RefusedError', REFUSED, 'malicious']);
    expect(inner.asked).not.toContain('eth_sendTransaction');
  });

  it('asks a person where the page wants to, and takes no for an answer', async () => {
    const told: Judgement[] = [];
    const no = (judgement: Judgement) => {
      told.push(judgement);
      return false;
    };
    const refused = await refusalOf(guardProvider(nodeProvider(), { client, onJudged: no }).request(send(neighbour())));
    expect([refused?.data.verdict, told.length]).toEqual(['benign', 1]);
  });

  it('sends nothing unchecked when nobody can check, unless it was told to', async () => {
    const nobody: GuardOptions['client'] = { check: () => Promise.reject(new Error('no answer')) };
    const closed = await refusalOf(guardProvider(nodeProvider(), { client: nobody }).request(send(neighbour())));
    expect([closed?.data.verdict, closed?.message.includes('no answer')]).toEqual(['not_checked', true]);
    const open = guardProvider(nodeProvider(), { client: nobody, onFailure: 'open' });
    expect(await open.request(send(neighbour()))).toMatch(/^0x/);
    await rpc(opened.devnet.httpUrl, 'evm_mine', []);
    const unknown = await refusalOf(open.request({ method: 'eth_sendSomethingNew', params: [] }));
    expect(unknown?.data.isUnreadable).toBe(true);
  });
});

describe('a viem wallet behind the check', () => {
  function wallet(options: Partial<GuardOptions> = {}) {
    const { httpUrl, chainId } = opened.devnet;
    const chain = defineChain({
      id: chainId,
      name: 'devnet',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [httpUrl] } },
    });
    const transport = withTocsin(http(httpUrl, { retryCount: 0 }), { client, ...options });
    return createWalletClient({ account: user().account, chain, transport });
  }

  it('sends what is benign, signed by its own key', async () => {
    const hash: Hex = await wallet().sendTransaction({ to: neighbour(), value: ether(0.001) });
    await rpc(opened.devnet.httpUrl, 'evm_mine', []);
    expect(await rpc(opened.devnet.httpUrl, 'eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1' });
  });

  it('is told why something was not sent', async () => {
    const refused = await refusalOf(wallet().sendTransaction({ to: exploiter(), value: ether(0.001) }));
    expect(refused?.message).toContain('Not sent (malicious)');
  });
});
