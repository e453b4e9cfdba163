import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { encodeFunctionData } from 'viem';
import { openChecking } from '../../../src/apps/checking/checking.js';
import type { CheckAnswer } from '../../../src/contracts/check-answer.js';
import { ABI } from '../../../src/lab/abi.js';
import { ether, UNLIMITED, usd } from '../../../src/lab/amounts.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import type { TocsinClient } from '../../../src/sdk/client.js';
import { graveIds } from '../../check/ask.js';
import { buildAnalysedBlock } from '../../support/analysed-block.js';
import { address } from '../../support/build-transaction.js';
import { openServedTown, type ServedTown } from '../../support/checked-town.js';
import { waitUntil } from '../../support/wait-until.js';
import { ADMIN_KEY, SILENT } from './serve.js';

const STRANGER = address('a stranger');
let town: ServedTown;
let client: TocsinClient;
let chainId: number;
let user: string;

beforeAll(async () => {
  town = await openServedTown();
  ({ client } = town);
  ({ chainId } = town.devnet);
  user = town.town.plan.users[0].address;
}, 120_000);
afterAll(() => town.close());

const payment = (to: string = STRANGER, value = ether(0.01)) => ({ kind: 'transaction' as const, from: user, to, value: value.toString() });
const approval = (spender: string, amount = UNLIMITED) => ({
  kind: 'transaction' as const,
  from: user,
  to: town.town.plan.contracts.usd,
  data: encodeFunctionData({ abi: ABI.token, functionName: 'approve', args: [spender as `0x${string}`, amount] }),
});

/** A key with scopes of its own. */
async function keyWith(scopes: readonly string[]): Promise<string> {
  const { json } = await town.served.request('POST', '/v1/keys', { body: { name: `key of ${scopes.join()}`, scopes } });
  return json.key;
}

describe('several checks', () => {
  it('go as an array, each answered for itself, and one that cannot be read costs the others nothing', async () => {
    const answers = await client.checks.many([
      { chainId, subject: payment() },
      { chainId, subject: { kind: 'raw', transaction: '0x1234' } },
      { chainId, subject: approval(STRANGER), policy: 'nobody-stored-it' },
      { chainId, subject: approval(STRANGER) },
    ]);
    expect(answers.map((each) => ('problem' in each ? each.problem.status : each.verdict))).toEqual(['benign', 400, 400, 'malicious']);
    expect(answers[2]).toMatchObject({ problem: { errors: [{ path: '/policy' }] } });
    const refused = await town.served.request('POST', '/v1/checks', { body: [{ chainId, subject: { ...payment(), from: '0x12' } }] });
    expect([refused.status, refused.json.errors[0].path]).toEqual([400, '/0/subject/from']);
  });

  it('end within the time that all have together, and what did not come to run is not benign', async () => {
    const body = Array.from({ length: 40 }, () => ({ chainId, subject: payment() }));
    const { status, json } = await town.served.request('POST', '/v1/checks?deadlineMs=50', { body });
    expect([status, json.length]).toEqual([200, 40]);
    expect(json.every((each: CheckAnswer) => each.verdict === 'benign' || each.verdict === 'not_checked')).toBe(true);
  });

  it('of one request id are one', async () => {
    const request = { chainId, subject: payment(), requestId: 'order-1' };
    const [first, second] = await Promise.all([client.check(request), client.check(request)]);
    expect(second).toEqual(first);
    expect(await client.check(request)).toEqual(first);
    const other = await town.served.request('POST', '/v1/checks', { body: { ...request, subject: payment(STRANGER, 5n) } });
    expect([other.status, other.json.errors[0].path]).toEqual([409, '/requestId']);
  });
});

describe('what a request may hold', () => {
  it('is numbers as JSON numbers, typed data as text, environments by their names', async () => {
    const { verdict, simulation } = await client.check({
      chainId,
      subject: { ...payment(), value: 1, gas: 50_000 },
      environments: ['base', 'later', 'coinbase'],
    });
    expect([verdict, simulation.length]).toEqual(['benign', 3]);
    const { usd: token, router } = town.town.plan.contracts;
    const message = { owner: user, spender: router, value: '5', nonce: 0, deadline: 4_000_000_000 };
    const data = JSON.stringify({ domain: { chainId, verifyingContract: token }, primaryType: 'Permit', message });
    expect((await client.check({ chainId, subject: { kind: 'typedData', from: user, data } })).verdict).toBe('benign');
    const broken = await town.served.request('POST', '/v1/checks', {
      body: { chainId, subject: { kind: 'typedData', from: user, data: '{' } },
    });
    expect([broken.status, broken.json.errors[0].path]).toEqual([400, '/subject/data']);
  });
});

describe('asking again', () => {
  it('says what is different, and a socket is told by itself', async () => {
    const { merchant } = town.town.plan.residents;
    const before = await client.check({ chainId, subject: payment(merchant.address) });
    expect(before.verdict).toBe('benign');
    expect(await client.checks.recheck(before.id)).toMatchObject({ recheckOf: before.id, changes: [], verdict: 'benign' });
    const socket = io(town.served.api.url, { auth: { apiKey: ADMIN_KEY }, transports: ['websocket'] });
    const told: CheckAnswer[] = [];
    socket.on('check', ({ data }: { data: CheckAnswer }) => told.push(data));
    expect(await socket.timeout(5_000).emitWithAck('subscribe', { checks: ['nobody'] })).toMatchObject({ error: 'unknown-check' });
    expect(await socket.timeout(5_000).emitWithAck('subscribe', { checks: [before.id] })).toHaveProperty('subscriptionId');
    // What it pays is gone: the next block finds the sender short.
    await rpc(town.devnet.httpUrl, 'anvil_setBalance', [user, '0x1']);
    await rpc(town.devnet.httpUrl, 'evm_mine', []);
    await waitUntil('the socket is told', async () => told.length > 0);
    socket.close();
    expect(told[0]).toMatchObject({ recheckOf: before.id, verdict: 'warning' });
    expect(told[0]?.changes.join()).toContain('New: insufficient-balance');
    await rpc(town.devnet.httpUrl, 'anvil_setBalance', [user, `0x${ether(100).toString(16)}`]);
    expect((await town.served.request('POST', '/v1/checks/nothing/recheck')).status).toBe(404);
  });
});

describe('policies', () => {
  it('set severities and thresholds, by name, by account and for one request, and refuse what no rule has', async () => {
    const { router } = town.town.plan.contracts;
    expect((await client.check({ chainId, subject: approval(router) })).verdict).toBe('benign');
    const rules = { 'approval-unlimited': { severity: 'high' as const } };
    expect((await client.check({ chainId, subject: approval(router), policy: { rules } })).verdict).toBe('malicious');
    const wrong = await town.served.request('POST', '/v1/checks/policies', {
      body: { name: 'wrong', rules: { 'no-such-rule': {}, 'approval-many': { params: { least: 'two' } } } },
    });
    expect([wrong.status, wrong.json.errors.map(({ path }: { path: string }) => path)]).toEqual([
      400,
      ['/rules/no-such-rule', '/rules/approval-many/params/least'],
    ]);
    const put = await town.served.request('POST', '/v1/checks/policies', { body: { name: 'treasury', accounts: [user], rules } });
    expect(put.status).toBe(201);
    const named = await client.check({ chainId, subject: approval(router) });
    expect([named.verdict, named.policy]).toEqual(['malicious', 'treasury']);
    const off = await client.check({
      chainId,
      subject: approval(router),
      policy: { rules: { 'approval-unlimited': { severity: 'off' } } },
    });
    expect(off.coverage.find(({ check }) => check === 'rules')?.why).toContain('approval-unlimited');
    expect((await town.served.request('DELETE', '/v1/checks/policies/treasury')).status).toBe(204);
    expect((await client.check({ chainId, subject: approval(router) })).policy).toBeNull();
    expect((await town.served.request('GET', '/v1/checks/rules')).json.items.length).toBeGreaterThanOrEqual(75);
  });
});

describe('feedback', () => {
  it('changes the verdict of one address for who gave it, with an end and an entry in the audit log', async () => {
    const before = await client.check({ chainId, subject: approval(STRANGER) });
    expect(before.verdict).toBe('malicious');
    const said = await client.feedback({ token: before.feedbackToken ?? '', says: 'benign', comment: 'my own bot' });
    expect(said.about).toContainEqual({ address: expect.stringMatching(new RegExp(STRANGER, 'i')), reasonId: 'approval-unlimited-to-eoa' });
    const after = await client.check({ chainId, subject: approval(STRANGER) });
    expect([after.verdict, graveIds(after)]).toEqual(['benign', []]);
    expect(after.reasons.find(({ id }) => id === 'approval-unlimited-to-eoa')?.evidence).toMatchObject({ saidBefore: 'high' });
    expect((await client.check({ chainId, subject: approval(address('another stranger')) })).verdict).toBe('malicious');
    const audit = await town.served.request('GET', '/v1/audit');
    expect(audit.json.items[0]).toMatchObject({ action: 'feedback.benign', target: before.id, detail: { comment: 'my own bot' } });
  });

  it('makes an address malicious, and speaks for everyone only by an operator', async () => {
    const { merchant } = town.town.plan.residents;
    const before = await client.check({ chainId, subject: payment(merchant.address) });
    await client.feedback({ token: before.feedbackToken ?? '', says: 'malicious', addresses: [merchant.address] });
    expect((await client.check({ chainId, subject: payment(merchant.address) })).verdict).toBe('malicious');
    const screened = await client.screen({ chainId, address: merchant.address });
    expect([screened.items[0]?.verdict, screened.items[0]?.reasons.map(({ id }) => id)]).toEqual(['malicious', ['address-reported']]);
    const key = await keyWith(['check']);
    const body = { token: before.feedbackToken, says: 'malicious', scope: 'everyone' };
    const refused = await town.served.request('POST', '/v1/feedback', { key, body });
    expect([refused.status, refused.json.errors[0].path]).toEqual([403, '/scope']);
    const unknown = await town.served.request('POST', '/v1/feedback', { body: { token: 'of-no-answer.at-all', says: 'benign' } });
    expect([unknown.status, unknown.json.errors[0].path]).toEqual([404, '/token']);
    const clean = await client.check({ chainId, subject: payment() });
    const nothing = await town.served.request('POST', '/v1/feedback', { body: { token: clean.feedbackToken, says: 'benign' } });
    expect([nothing.status, nothing.json.errors[0].path]).toEqual([400, '/says']);
  });

  it('is heard in another process within a minute', async () => {
    const { OpinionBook } = await import('../../../src/apps/checking/opinion-book.js');
    const elsewhere = await OpinionBook.open(town.served.control.opinions, SILENT, Date.now);
    const said = elsewhere.about('default', chainId, STRANGER);
    elsewhere.close();
    expect(said.length).toBeGreaterThan(0);
    expect(elsewhere.about('another organisation', chainId, STRANGER)).toEqual([]);
  });
});

describe('screening', () => {
  it('tells labels, approvals that stand, and behaviour of one address', async () => {
    const { exploiter } = town.town.plan.residents;
    const { items } = await client.screen({ chainId, address: exploiter.address });
    expect(items[0]).toMatchObject({
      verdict: 'malicious',
      labels: [{ category: 'exploiter' }],
      exposure: [{ category: 'exploiter', hops: 0 }],
    });
    const { usd: token, subscription } = town.town.plan.contracts;
    await rpc(town.devnet.httpUrl, 'anvil_impersonateAccount', [user]);
    await rpc(town.devnet.httpUrl, 'eth_sendTransaction', [{ from: user, to: token, data: approval(subscription, usd(5)).data }]);
    await rpc(town.devnet.httpUrl, 'evm_mine', []);
    const clean = await client.screen({ chainId, address: user });
    expect(clean.items[0]).toMatchObject({ verdict: 'benign', profile: { sent: 0 } });
    expect(clean.items[0]?.approvals).toContainEqual(
      expect.objectContaining({ kind: 'erc20', limit: usd(5).toString(), unlimited: false }),
    );
  });

  it('tells dealings with robbers by their distance, through people and not through public places', async () => {
    const { exploiter } = town.town.plan.residents;
    const { router } = town.town.plan.contracts;
    const [first, second, third] = ['first', 'second', 'third'].map((name) => address(`${name} in line`)) as [
      `0x${string}`,
      `0x${string}`,
      `0x${string}`,
    ];
    const pairs = [
      [exploiter.address, first],
      [first, second],
      [second, third],
      [third, router],
      [exploiter.address, router],
    ] as const;
    const block = buildAnalysedBlock({ chainId, number: 5_000, branch: 1, transactions: pairs.length, findings: 0 });
    const transactions = block.transactions.map((row, i) => ({ ...row, from: pairs[i]?.[0] ?? first, to: pairs[i]?.[1] ?? null }));
    await town.served.analytics.writer.append({ ...block, transactions });
    await town.served.analytics.writer.flush();
    const exposureOf = async (one: string, hops = 3) =>
      (await client.screen({ chainId, address: one, hops })).items[0]?.exposure
        .filter(({ category }) => category === 'exploiter')
        .map((each) => [each.hops, each.direction]);
    expect(await exposureOf(first)).toEqual([[1, 'received']]);
    expect(await exposureOf(second)).toEqual([[2, 'received']]);
    expect(await exposureOf(second, 1)).toEqual([]);
    // Behind the router everybody meets everybody: that is followed no further.
    expect(await exposureOf(third)).toEqual([[3, 'received']]);
    expect((await client.screen({ chainId, address: first })).items[0]).toMatchObject({
      verdict: 'warning',
      profile: { sent: 1, received: 1, counterparties: 2 },
    });
  });

  it('goes on with a list after a restart, where it was', async () => {
    const addresses = Array.from({ length: 120 }, (_, i) => address(`waiting ${i}`));
    const { control, analytics } = town.served;
    const left = {
      id: 'left-over',
      organisationId: 'default',
      chainId,
      state: 'running',
      total: 120,
      done: 0,
      createdAtMs: 1,
      problem: null,
    } as const;
    await control.screenings.begin(left, addresses);
    await control.screenings.finish(left.id, [
      { row: 0, result: JSON.stringify((await client.screen({ chainId, address: addresses[0] ?? '' })).items[0]) },
    ]);
    const again = await openChecking(
      { check: () => Promise.reject(new Error('not asked')) },
      { control, analytics: analytics.reader, knowledge: NO_KNOWLEDGE, logger: SILENT, nowMs: Date.now },
    );
    await waitUntil('the rest is screened', async () => (await client.screening(left.id)).job.state === 'done');
    await again.close();
    expect((await client.screening(left.id, { limit: 500 })).items).toHaveLength(120);
  });

  it('takes long lists as a job, from CSV as well, and says which line is no address', async () => {
    const addresses = Array.from({ length: 250 }, (_, i) => address(`person ${i}`));
    const csv = [
      'name,address',
      ...addresses.map((each, i) => `person ${i},${each}`),
      `exploiter,${town.town.plan.residents.exploiter.address}`,
    ].join('\n');
    const begun = await town.served.request('POST', `/v1/addresses/screen?chain=${chainId}`, {
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    expect([begun.status, begun.json.job.total]).toEqual([200, 251]);
    const { id } = begun.json.job;
    await waitUntil('the list is screened', async () => (await client.screening(id)).job.state === 'done', 30_000);
    const last = await client.screening(id, { cursor: '200', limit: 500 });
    expect([last.items.length, last.items.at(-1)?.verdict, last.nextCursor]).toEqual([50, 'malicious', null]);
    const wrong = await town.served.request('POST', '/v1/addresses/screen', { body: { chainId, csv: 'address\n0x12\n' } });
    expect([wrong.status, wrong.json.errors[0].path]).toEqual([400, '/csv/2']);
  });

  it('answers by a prefix, without being told the address', async () => {
    const { exploiter } = town.town.plan.residents;
    const { known, items } = await client.screen({ chainId, prefix: exploiter.address.slice(0, 6) });
    expect(items).toEqual([]);
    expect(known?.items).toContainEqual({ suffix: exploiter.address.slice(6), categories: ['exploiter'] });
  });
});

describe('tokens and pages', () => {
  it('are told by what they are', async () => {
    const token = await client.checkToken({ chainId, token: town.town.plan.contracts.usd });
    expect({ verdict: token.verdict, tax: token.transferTax, decimals: token.decimals }).toMatchObject({
      verdict: 'benign',
      tax: 0,
      decimals: 6,
    });
    const none = await client.checkToken({ chainId, token: STRANGER });
    expect([none.verdict, none.reasons[0]?.id]).toEqual(['malicious', 'token-no-code']);
    expect((await client.checkToken({ chainId: 1, token: STRANGER })).verdict).toBe('not_checked');
    expect((await client.checkSite('https://app.uniswap.org/swap')).verdict).toBe('benign');
    expect((await client.checkSite('https://uniswaq.org')).reasons[0]?.id).toBe('site-imitates');
    expect((await client.checkSite('metamask-io.com.auth-wallet.xn--metamsk-9za.io')).verdict).not.toBe('benign');
    const bad = await town.served.request('POST', '/v1/sites/check', { body: { url: 'http://' } });
    expect([bad.status, bad.json.errors[0].path]).toEqual([400, '/url']);
  });
});
