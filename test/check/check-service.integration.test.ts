import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeFunctionData } from 'viem';
import { RpcSimulator } from '../../src/adapters/simulator/rpc-simulator.js';
import { openScorer } from '../../src/apps/platform/open-scorer.js';
import type { CheckService } from '../../src/check/check-service.js';
import { REQUIRED_CHECKS } from '../../src/check/coverage.js';
import { checkAnswerSchema } from '../../src/contracts/check-answer.js';
import type { Address } from '../../src/core/chain/block.js';
import { defineDetector } from '../../src/core/detect/detector.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { ABI } from '../../src/lab/abi.js';
import { contractAt } from '../../src/lab/address.js';
import { ether, UNLIMITED, usd } from '../../src/lab/amounts.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import type { Devnet } from '../../src/lab/devnet/start-devnet.js';
import { townLabels } from '../../src/lab/labels.js';
import type { Town } from '../../src/lab/town.js';
import type { Simulator } from '../../src/ports/simulator.js';
import { address, buildTransaction } from '../support/build-transaction.js';
import { type CheckedTown, openCheckedTown } from '../support/checked-town.js';
import { momentOf } from '../support/moment.js';
import { createCountedMetrics } from '../support/records.js';
import { ask, graveIds, missing, partsOf, reasonIds, serviceOver } from './ask.js';
import { redPillCode } from './compile-red-pill.js';

/** Nobody's: the town's labels do not know it and it has no code. */
const STRANGER = address('a stranger');
let opened: CheckedTown;
let devnet: Devnet;
let town: Town;
let simulator: RpcSimulator;
let service: CheckService;
let user: Address;
let neighbour: Address;
let redPill: Address;

beforeAll(async () => {
  opened = await openCheckedTown();
  ({ devnet, town, simulator, service } = opened);
  user = town.plan.users[0].address;
  neighbour = town.plan.users[1]?.address ?? STRANGER;
  redPill = await deployRedPill();
}, 120_000);

afterAll(() => opened.close());

async function deployRedPill(): Promise<Address> {
  const { address: deployer } = town.plan.residents.treasury;
  await rpc(devnet.httpUrl, 'anvil_impersonateAccount', [deployer]);
  const nonce = Number(await rpc(devnet.httpUrl, 'eth_getTransactionCount', [deployer, 'latest']));
  await rpc(devnet.httpUrl, 'eth_sendTransaction', [{ from: deployer, data: redPillCode(), gas: '0x1e8480' }]);
  await rpc(devnet.httpUrl, 'evm_mine', []);
  return contractAt(deployer, nonce);
}

function approve(spender: Address, amount: bigint) {
  const data = encodeFunctionData({ abi: ABI.token, functionName: 'approve', args: [spender, amount] });
  return { from: user, to: town.plan.contracts.usd, data };
}

describe('checking transactions of the town', () => {
  it('earns benign for a payment and tells who gains and loses', async () => {
    const to = neighbour;
    const answer = await ask(service, devnet.chainId, { from: user, to, value: ether(0.01) });
    expect(missing(answer)).toEqual([]);
    expect(answer).toMatchObject({ verdict: 'benign', reasons: [], diverged: false, exposures: [], gas: 21_000 });
    expect(answer.balanceChanges).toMatchObject([
      { party: user, asset: null, standard: 'native', amount: (-ether(0.01)).toString(), tokenId: null },
      { party: to, asset: null, standard: 'native', amount: ether(0.01).toString(), tokenId: null },
    ]);
    expect(checkAnswerSchema.parse(answer)).toEqual(answer);
  });

  it('earns benign for a swap', async () => {
    const { usd: token, weth, router } = town.plan.contracts;
    const data = encodeFunctionData({
      abi: ABI.router,
      functionName: 'swapExactTokensForTokens',
      args: [usd(5), 0n, [token, weth], user, 2n ** 40n],
    });
    const answer = await ask(service, devnet.chainId, { from: user, to: router, data });
    expect({ verdict: answer.verdict, reasons: graveIds(answer), missing: missing(answer) }).toEqual({
      verdict: 'benign',
      reasons: [],
      missing: [],
    });
    const own = answer.balanceChanges.filter(({ party }) => party === user);
    expect(own.find(({ asset }) => asset === token)?.amount).toBe((-usd(5)).toString());
    expect(BigInt(own.find(({ asset }) => asset === weth)?.amount ?? 0)).toBeGreaterThan(0n);
    expect(answer.decoded?.signature).toContain('swapExactTokensForTokens');
  });

  it('warns of an unlimited approval to an account without code, with its exposure', async () => {
    const answer = await ask(service, devnet.chainId, approve(STRANGER, UNLIMITED));
    expect(answer.verdict).toBe('malicious');
    expect(graveIds(answer)).toEqual(['approval-unlimited-to-eoa']);
    expect(answer.exposures).toMatchObject([
      {
        kind: 'erc20',
        owner: user,
        spender: STRANGER,
        token: town.plan.contracts.usd,
        limit: UNLIMITED.toString(),
        unlimited: true,
        expiresAt: null,
      },
    ]);
  });

  it('warns of a limited approval to a flagged drainer and not of one to the subscription', async () => {
    const { drainerCollector, subscription } = town.plan.contracts;
    const drained = await ask(service, devnet.chainId, approve(drainerCollector, usd(100)));
    expect(drained.verdict).toBe('malicious');
    expect(reasonIds(drained)).toEqual(['approval-to-flagged']);
    expect(drained.exposures[0]).toMatchObject({ spender: drainerCollector, limit: usd(100).toString(), unlimited: false });
    const subscribed = await ask(service, devnet.chainId, approve(subscription, usd(100)));
    expect({ verdict: subscribed.verdict, missing: missing(subscribed) }).toEqual({ verdict: 'benign', missing: [] });
  });

  it('warns of a claim at the phishing counter and of a payment to the exploiter', async () => {
    const data = encodeFunctionData({ abi: ABI.counter, functionName: 'claim' });
    const claim = await ask(service, devnet.chainId, { from: user, to: town.plan.contracts.phishingCounter, data, value: ether(0.01) });
    expect({ verdict: claim.verdict, ids: new Set(graveIds(claim)) }).toEqual({
      verdict: 'malicious',
      ids: new Set(['flagged-interaction', 'outcome-bait']),
    });
    const paid = await ask(service, devnet.chainId, { from: user, to: town.plan.residents.exploiter.address, value: ether(0.01) });
    expect({ verdict: paid.verdict, ids: reasonIds(paid) }).toEqual({ verdict: 'malicious', ids: ['flagged-interaction'] });
    expect(paid.counterparties).toMatchObject([{ address: town.plan.residents.exploiter.address, code: 'none', labels: ['exploiter'] }]);
  });

  it('sees through a contract that behaves only while simulated', async () => {
    const data = encodeFunctionData({ abi: ABI.counter, functionName: 'claim' });
    const answer = await ask(service, devnet.chainId, { from: user, to: redPill, data, value: ether(0.01) });
    expect(answer.diverged).toBe(true);
    expect(answer.verdict).toBe('malicious');
    expect(graveIds(answer)).toEqual(['environments-diverge', 'contract-looks-around']);
  });

  it('warns of a call that would revert, with what the contract says', async () => {
    const answer = await ask(service, devnet.chainId, { from: user, to: redPill, data: '0xa9cc4718' });
    expect(answer.verdict).toBe('warning');
    expect(graveIds(answer)).toEqual(['contract-looks-around', 'simulation-reverts']);
    expect(answer.reasons.find(({ id }) => id === 'simulation-reverts')?.text).toContain('closed today');
    expect(new Set(answer.simulation.map(({ status }) => status))).toEqual(new Set(['reverted']));
  });

  it('warns of a sender who cannot pay and simulates with a raised balance that the environments name', async () => {
    const answer = await ask(service, devnet.chainId, { from: STRANGER, to: user, value: ether(1) });
    expect(answer.verdict).toBe('warning');
    expect(reasonIds(answer)).toEqual(['insufficient-balance']);
    expect(answer.simulation.length).toBeGreaterThanOrEqual(3);
    for (const { environment, status } of answer.simulation)
      expect([environment.endsWith('+balance'), status]).toEqual([true, 'succeeded']);
  });

  it('checks over a WebSocket too', async () => {
    const overSocket = new RpcSimulator({ chainId: devnet.chainId, urls: [devnet.wsUrl] });
    const answer = await ask(serviceOver(overSocket), devnet.chainId, { from: user, to: neighbour, value: ether(0.01) });
    expect({ verdict: answer.verdict, missing: missing(answer) }).toEqual({ verdict: 'benign', missing: [] });
    await overSocket.close();
  });

  it('checks the creation of a contract', async () => {
    const answer = await ask(service, devnet.chainId, { from: user, to: null, data: redPillCode() });
    expect(missing(answer)).toEqual([]);
    expect(answer.gas).toBeGreaterThan(21_000);
  });
});

describe('what cannot be checked', () => {
  const payment = () => ({ from: user, to: neighbour, value: ether(0.01) });

  it('is not called benign where the node is down, and a flagged address is told all the same', async () => {
    const dead = new RpcSimulator({ chainId: devnet.chainId, urls: ['http://127.0.0.1:9'] });
    const blind = serviceOver(dead, townLabels(town.plan, devnet.chainId));
    const answer = await ask(blind, devnet.chainId, payment(), 2_000);
    expect(answer).toMatchObject({ verdict: 'not_checked', block: null, simulation: [], balanceChanges: [] });
    expect(answer.coverage.find(({ check }) => check === 'simulation.base')).toMatchObject({ state: 'failed' });
    const flagged = await ask(blind, devnet.chainId, { ...payment(), to: town.plan.residents.exploiter.address }, 2_000);
    expect(flagged.verdict).toBe('malicious');
    await dead.close();
  });

  it('is not called benign on a chain that nobody watches', async () => {
    const answer = await ask(service, 1, payment());
    expect(answer.verdict).toBe('not_checked');
    expect(missing(answer).join()).toContain('Chain 1 is not watched here');
  });

  it('is never called benign, whichever parts fail', async () => {
    const breaks: Readonly<Record<string, (whole: Simulator) => Partial<Simulator>>> = {
      block: () => ({ block: () => Promise.reject(new Error('no block')) }),
      account: () => ({ account: () => Promise.reject(new Error('no account')) }),
      code: () => ({ codeOf: () => Promise.resolve(new Map()) }),
      base: (whole) => ({
        simulateAll: (txs, environment, block, timeoutMs) =>
          environment.name === 'base'
            ? Promise.resolve({ kind: 'skipped', reason: 'refused' })
            : whole.simulateAll(txs, environment, block, timeoutMs),
      }),
      others: (whole) => ({
        simulateAll: (txs, environment, block, timeoutMs) =>
          environment.name === 'base'
            ? whole.simulateAll(txs, environment, block, timeoutMs)
            : Promise.resolve({ kind: 'failed', reason: 'no answer' }),
      }),
      blind: () => ({
        simulateAll: async () => ({ kind: 'ran', runs: [BLIND] }),
      }),
      late: () => ({ simulateAll: () => new Promise(() => undefined) }),
    };
    const names = Object.keys(breaks);
    for (let subset = 1; subset < 2 ** names.length; subset += 1) {
      const broken = partsOf(simulator);
      for (const [i, name] of names.entries()) if ((subset >> i) & 1) Object.assign(broken, breaks[name]?.({ ...broken }));
      const answer = await ask(serviceOver(broken), devnet.chainId, payment(), 150);
      expect({ subset, verdict: answer.verdict }).toEqual({ subset, verdict: 'not_checked' });
      expect(answer.coverage.filter(({ required }) => required)).toHaveLength(REQUIRED_CHECKS.length);
    }
    expect((await ask(serviceOver(partsOf(simulator)), devnet.chainId, payment())).verdict).toBe('benign');
  }, 60_000);
});

describe('what is told besides', () => {
  const payment = () => ({ from: user, to: neighbour, value: ether(0.01) });

  it('is the score, by the state as it is, which stays as it is', async () => {
    const { scorer, close } = await openScorer({ modelRuntime: 'auto' });
    const state = new ChainState();
    state.begin();
    for (let i = 0; i < 30; i += 1)
      state.apply(buildTransaction({ from: user, to: payment().to, valueWei: ether(0.01) }), momentOf(1, 1_700_000_000 + i));
    state.commit({
      chainId: devnet.chainId,
      number: 1,
      hash: `0x${'01'.repeat(32)}`,
      parentHash: `0x${'00'.repeat(32)}`,
      timestamp: 1_700_000_030,
    });
    const before = { seen: state.seenTransactions, tip: state.tip, user: structuredClone(state.addressOf(user)) };
    const scoring = serviceOver(simulator, [], { scorerOf: () => scorer, stateOf: () => state });
    const answers = [await ask(scoring, devnet.chainId, payment()), await ask(scoring, devnet.chainId, payment())];
    expect(scorer).not.toBeNull();
    for (const answer of answers) {
      const ran = answer.coverage.filter(({ state: how }) => how === 'ran').map(({ check }) => check);
      expect(ran).toEqual(expect.arrayContaining(['score', 'history', 'trace']));
      expect(answer.score).toBeGreaterThanOrEqual(0);
      expect(answer.score).toBeLessThanOrEqual(100);
    }
    expect(answers[1]?.score).toBe(answers[0]?.score);
    expect({ seen: state.seenTransactions, tip: state.tip, user: state.addressOf(user) }).toEqual(before);
    close();
  }, 60_000);

  it('is that nothing was scored without a model, which hinders no benign', async () => {
    const answer = await ask(service, devnet.chainId, payment());
    expect(answer).toMatchObject({ verdict: 'benign', score: null });
    expect(answer.coverage.find(({ check }) => check === 'score')).toMatchObject({
      state: 'skipped',
      required: false,
      why: 'No model is loaded.',
    });
    expect(answer.coverage.find(({ check }) => check === 'history')).toMatchObject({ state: 'skipped', required: false });
  });

  it('is a detector that fails, and then nothing is benign', async () => {
    const broken = defineDetector({
      id: 'broken',
      version: 1,
      title: 'Broken',
      maturity: 'experimental',
      attack: 'none',
      stage: 'user',
      needs: [],
      params: {},
      inspect: () => {
        throw new Error('broken');
      },
    });
    const answer = await ask(serviceOver(simulator, [], { detectors: [broken] }), devnet.chainId, payment());
    expect({ verdict: answer.verdict, missing: missing(answer) }).toEqual({
      verdict: 'not_checked',
      missing: ['detectors: Failed: broken.'],
    });
  });

  it('is counted by its verdict, under ids of their own', async () => {
    const metrics = createCountedMetrics();
    const counted = serviceOver(simulator, [], { metrics });
    const ids = [await ask(counted, devnet.chainId, payment()), await ask(counted, devnet.chainId, payment())].map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(metrics.total('tocsin_checks_total')).toBe(2);
  });
});

const BLIND = {
  kind: 'ran',
  status: 'succeeded',
  revertReason: null,
  gasUsed: null,
  logs: null,
  frames: null,
  nativeTransfers: null,
  lost: ['logs'],
} as const;
