import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWalletClient, defineChain, type Hex, http, parseAbi } from 'viem';
import { ether } from '../../src/lab/amounts.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import type { TocsinClient } from '../../src/sdk/client.js';
import { type GuardOptions, guardProvider, type RefusedError } from '../../src/sdk/guarded-provider.js';
import { type Judgement, REFUSED } from '../../src/sdk/judge-call.js';
import { withTocsin } from '../../src/sdk/with-tocsin.js';
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

  it('checks what is signed as well', async () => {
    const inner = nodeProvider();
    const provider = guardProvider(inner, { client });
    const message = { owner: user().address, spender: exploiter(), value: '5', nonce: '0', deadline: '4000000000' };
    const domain = { name: 'USD', chainId: opened.devnet.chainId, verifyingContract: opened.town.plan.contracts.usd };
    const data = JSON.stringify({ domain, primaryType: 'Permit', message });
    const refused = await refusalOf(provider.request({ method: 'eth_signTypedData_v4', params: [user().address, data] }));
    expect(refused?.data.verdict).toBe('malicious');
    expect(
      (await refusalOf(provider.request({ method: 'personal_sign', params: [`0x${'7f'.repeat(32)}`, user().address] })))?.data.verdict,
    ).toBe('malicious');
    expect(inner.asked.filter((method) => /sign/i.test(method))).toEqual([]);
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

describe('a viem wallet client behind the check', () => {
  const abi = parseAbi(['function approve(address spender, uint256 amount)']);
  function wallet(options: Partial<GuardOptions> = {}) {
    const { httpUrl, chainId } = opened.devnet;
    const chain = defineChain({
      id: chainId,
      name: 'devnet',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [httpUrl] } },
    });
    return withTocsin(createWalletClient({ account: user().account, chain, transport: http(httpUrl, { retryCount: 0 }) }), {
      client,
      ...options,
    });
  }
  const drainer = () => opened.town.plan.residents.drainer.address;
  const usd = () => opened.town.plan.contracts.usd;
  const verdictOf = async (asked: Promise<unknown>) => (await refusalOf(asked))?.data.verdict ?? 'passed';

  it('sends what is benign, and refuses what is not: transactions, calls of contracts, raw ones', async () => {
    const hash: Hex = await wallet().sendTransaction({ to: neighbour(), value: ether(0.001) });
    await rpc(opened.devnet.httpUrl, 'evm_mine', []);
    expect(await rpc(opened.devnet.httpUrl, 'eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1' });
    expect(await verdictOf(wallet().sendTransaction({ to: exploiter(), value: 1n }))).toBe('malicious');
    const approval = { abi, address: usd(), functionName: 'approve', args: [drainer(), 2n ** 256n - 1n] } as const;
    expect(await verdictOf(wallet().writeContract(approval))).toBe('malicious');
    expect(await verdictOf(wallet().sendRawTransaction({ serializedTransaction: '0x1234' }))).toBe('not_checked');
  });

  it('signs nothing that robs, though its own key needs nobody for that', async () => {
    const permit = {
      domain: { name: 'USD', chainId: opened.devnet.chainId, verifyingContract: usd() },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message: { owner: user().address, spender: drainer(), value: 2n ** 256n - 1n, nonce: 0n, deadline: 4_000_000_000n },
    } as const;
    expect(await verdictOf(wallet().signTypedData(permit))).toBe('malicious');
    const honest = { ...permit, message: { ...permit.message, spender: opened.town.plan.contracts.router, value: 5n } };
    expect(await wallet().signTypedData(honest)).toMatch(/^0x[0-9a-f]{130}$/);
    expect(await verdictOf(wallet().signMessage({ message: { raw: `0x${'7f'.repeat(32)}` } }))).toBe('malicious');
    expect(await wallet().signMessage({ message: 'Hello' })).toMatch(/^0x[0-9a-f]{130}$/);
    const delegate = opened.town.plan.places.drainerDelegate.address;
    expect(await verdictOf(wallet().signAuthorization({ contractAddress: delegate, chainId: opened.devnet.chainId, nonce: 1 }))).toBe(
      'malicious',
    );
  });

  it('passes on everything else, and asks a person where the page wants to', async () => {
    expect(await wallet().getChainId()).toBe(opened.devnet.chainId);
    expect(await verdictOf(wallet({ onJudged: () => false }).signMessage({ message: 'Hello' }))).toBe('benign');
    expect(
      await verdictOf(wallet({ client: { check: () => Promise.reject(new Error('no answer')) } }).signMessage({ message: 'Hello' })),
    ).toBe('not_checked');
  });
});
