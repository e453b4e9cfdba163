import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { defineChain } from 'viem';
import { ether } from '../../src/lab/amounts.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { maySend } from '../../src/sdk/examples/ask-before-signing.js';
import { guardedWallet } from '../../src/sdk/examples/guard-a-wallet.js';
import { ADMIN_KEY } from '../apps/api/serve.js';
import { openServedTown, type ServedTown } from '../support/checked-town.js';

let opened: ServedTown;
beforeAll(async () => {
  opened = await openServedTown();
}, 120_000);
afterAll(() => opened.close());

const service = () => ({ tocsinUrl: opened.served.api.url, apiKey: ADMIN_KEY });

it('the example of a bot says yes to what is benign, and no with its reasons', async () => {
  const { users, residents } = opened.town.plan;
  const asked = { ...service(), chainId: opened.devnet.chainId, from: users[0].address, valueWei: ether(0.001) };
  expect(await maySend({ ...asked, to: users[1]?.address ?? '' })).toEqual([true, expect.stringContaining('Send')]);
  expect(await maySend({ ...asked, to: residents.exploiter.address })).toEqual([false, expect.stringMatching(/^malicious: \S/)]);
  expect(await maySend({ ...asked, chainId: 999, to: users[1]?.address ?? '' })).toEqual([
    false,
    expect.stringMatching(/^not_checked: .*not watched/),
  ]);
});

it('the example of a wallet sends what is benign, and neither sends nor signs what is not', async () => {
  const { users, residents } = opened.town.plan;
  const { httpUrl: rpcUrl, chainId } = opened.devnet;
  const rpcUrls = { default: { http: [rpcUrl] } };
  const chain = defineChain({ id: chainId, name: 'devnet', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls });
  const wallet = guardedWallet({ ...service(), rpcUrl, chain, account: users[0].account });
  const hash = await wallet.sendTransaction({ to: users[1]?.address ?? null, value: ether(0.001) });
  await rpc(rpcUrl, 'evm_mine', []);
  expect(await rpc(rpcUrl, 'eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1' });
  await expect(wallet.sendTransaction({ to: residents.exploiter.address, value: 1n })).rejects.toMatchObject({ name: 'RefusedError' });
  await expect(wallet.signMessage({ message: { raw: `0x${'7f'.repeat(32)}` } })).rejects.toMatchObject({ name: 'RefusedError' });
});
