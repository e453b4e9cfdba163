import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RpcSimulator } from '../../../src/adapters/simulator/rpc-simulator.js';
import { Coverage } from '../../../src/check/coverage.js';
import { Deadline } from '../../../src/check/deadline.js';
import { codeOf } from '../../../src/check/read/counterparty-code.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { type AnvilNode, startAnvil } from '../../support/anvil.js';
import { address } from '../../support/build-transaction.js';

/** Has a function 0x0000f00d in its dispatcher. */
const LOGIC_CODE: Hex = '0x60003560e01c630000f00d14600057600000';
const LOGIC = address('the logic');
const word = (of: Address): Hex => `0x${of.slice(2).padStart(64, '0')}`;
/** Delegates to whatever its storage says: that it has the instruction is what matters. */
const PROXY_CODE: Hex = '0x363d3d373d3d3d363d5af43d82803e903d91602b57fd5bf3';

const IMPLEMENTATION: Hex = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
const cloneOf = (logic: Address): Hex => `0x363d3d373d3d3d363d73${logic.slice(2)}5af43d82803e903d91602b57fd5bf3`;

let node: AnvilNode;
let simulator: RpcSimulator;
beforeAll(async () => {
  node = await startAnvil();
  simulator = new RpcSimulator({ chainId: 31_337, urls: [node.httpUrl] });
  await setCode(LOGIC, LOGIC_CODE);
}, 60_000);
afterAll(async () => {
  await simulator.close();
  await node.stop();
});

const setCode = (at: Address, code: Hex) => rpc(node.httpUrl, 'anvil_setCode', [at, code]);
const setSlot = (at: Address, slot: Hex, value: Hex) => rpc(node.httpUrl, 'anvil_setStorageAt', [at, slot, value]);

async function infoOf(at: Address, selector: Hex | null = null, isInner = false) {
  const coverage = new Coverage(['code']);
  const now = () => performance.now();
  const block = await simulator.block(5_000);
  const place = { simulator, block, deadline: new Deadline(5_000, now) };
  const counterparties = { direct: new Set(isInner ? [] : [at]), inner: new Set(isInner ? [at] : []) };
  const known = await codeOf(counterparties, selector, place, coverage, now, new Set());
  expect(coverage.list()[0]).toMatchObject({ check: 'code', state: 'ran' });
  return { info: known.info(at), fact: known.fact(at) };
}

describe('what the code of an address runs', () => {
  it('is its own, or none', async () => {
    expect(await infoOf(address('nobody'))).toMatchObject({ fact: 'none', info: { bytes: 0, proxies: [], delegatesTo: null } });
    const { info, fact } = await infoOf(LOGIC);
    expect([fact, info?.proxies]).toEqual(['some', []]);
  });

  it('is that of a clone (EIP-1167), of a delegation (EIP-7702), with the functions of what is run', async () => {
    const clone = address('a clone');
    await setCode(clone, `0x363d3d373d3d3d363d73${LOGIC.slice(2)}5af43d82803e903d91602b57fd5bf3`);
    expect((await infoOf(clone)).info?.proxies).toEqual([{ kind: 'eip1167', implementation: LOGIC }]);
    const account = address('a delegated account');
    await setCode(account, `0xef0100${clone.slice(2)}`);
    const { info, fact } = await infoOf(account);
    expect([fact, info?.delegatesTo, info?.proxies.map(({ kind }) => kind)]).toEqual(['some', clone, ['eip7702', 'eip1167']]);
    expect((await infoOf(clone)).info?.selectors.has('0x0000f00d')).toBe(true);
  });

  it.each([
    ['eip1967', '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'],
    ['eip1822', '0xc5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7'],
    ['safe', `0x${'0'.repeat(64)}`],
  ] as const)('is what its storage names: %s', async (kind, slot) => {
    const proxy = address(`a proxy of ${kind}`);
    await setCode(proxy, PROXY_CODE);
    await setSlot(proxy, slot, word(LOGIC));
    await node.mine();
    expect((await infoOf(proxy)).info?.proxies).toEqual([{ kind, implementation: LOGIC }]);
  });

  it('is what its beacon answers, and what its diamond has for the function that is called', async () => {
    const beacon = address('a beacon');
    // Returns the logic's address to whatever is asked.
    const answering: Hex = `0x73${LOGIC.slice(2)}60005260206000f3`;
    await setCode(beacon, answering);
    const proxy = address('a proxy of a beacon');
    await setCode(proxy, PROXY_CODE);
    await setSlot(proxy, '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50', word(beacon));
    const diamond = address('a diamond');
    // Compares with facetAddress(bytes4), as a dispatcher does, and answers.
    await node.mine();
    expect((await infoOf(proxy)).info?.proxies).toEqual([{ kind: 'eip1967-beacon', implementation: LOGIC }]);
    await setCode(diamond, `0x60003560e01c63cdffacc614602c57${answering.slice(2)}5b${answering.slice(2)}`);
    await node.mine();
    expect((await infoOf(diamond, '0x12345678')).info?.proxies).toEqual([{ kind: 'diamond', implementation: LOGIC }]);
  });

  it('is told of contracts met inside as of those that are called', async () => {
    const clone = address('a clone inside');
    await setCode(clone, cloneOf(LOGIC));
    expect((await infoOf(clone, null, true)).info?.proxies).toEqual([{ kind: 'eip1167', implementation: LOGIC }]);
  });

  it('is the diamond’s own where nobody asks for a function, or no facet has it', async () => {
    const silent = address('a diamond without facets');
    // Has facetAddress(bytes4) in its dispatcher, and answers nothing.
    await setCode(silent, '0x60003560e01c63cdffacc614600f575b00');
    await node.mine();
    expect((await infoOf(silent, '0x12345678')).info?.proxies).toEqual([]);
    expect((await infoOf(silent)).info?.proxies).toEqual([]);
    expect((await infoOf(silent)).info?.selectors.has('0xcdffacc6')).toBe(true);
  });

  it('is not what storage keeps that is no address, nor an owner that longer code keeps first', async () => {
    const strange = address('a proxy with a hash');
    await setCode(strange, PROXY_CODE);
    await setSlot(strange, IMPLEMENTATION, `0x${'7'.repeat(64)}`);
    await setSlot(strange, `0x${'0'.repeat(64)}`, `0x${'5'.padStart(64, '0')}`);
    const owned = address('a proxy with an owner');
    await setCode(owned, `${PROXY_CODE}${'5b'.repeat(300)}`);
    await setSlot(owned, `0x${'0'.repeat(64)}`, word(LOGIC));
    await node.mine();
    expect((await infoOf(strange)).info?.proxies).toEqual([]);
    expect((await infoOf(owned)).info?.proxies).toEqual([]);
  });

  it('is the implementation’s where a beacon stands beside it, and that of a clone behind a proxy', async () => {
    const clone = address('a clone behind a proxy');
    await setCode(clone, cloneOf(LOGIC));
    const proxy = address('a proxy of a clone');
    await setCode(proxy, PROXY_CODE);
    await setSlot(proxy, IMPLEMENTATION, word(clone));
    await setSlot(proxy, '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50', word(address('no beacon')));
    await node.mine();
    const { info } = await infoOf(proxy);
    expect(info?.proxies.map(({ kind, implementation }) => [kind, implementation])).toEqual([
      ['eip1967', clone],
      ['eip1167', LOGIC],
    ]);
  });

  it('is none that a beacon without code could name', async () => {
    const proxy = address('a proxy of no beacon');
    await setCode(proxy, PROXY_CODE);
    await setSlot(proxy, '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50', word(address('no beacon')));
    await node.mine();
    expect((await infoOf(proxy)).info?.proxies).toEqual([]);
  });

  it('is nothing of an account that delegates to an address without code', async () => {
    const account = address('an account that delegates to nobody');
    const nobody = address('a delegate without code');
    await setCode(account, `0xef0100${nobody.slice(2)}`);
    const { info, fact } = await infoOf(account);
    expect([fact, info?.bytes, info?.delegatesTo, info?.selectors.size]).toEqual(['some', 23, nobody, 0]);
  });

  it('is of a proxy what it runs: its functions, its dangers', async () => {
    const dangerous = address('a logic that can vanish');
    await setCode(dangerous, '0x60003560e01c630000beef14601057005b33ff');
    const proxy = address('a proxy that can vanish');
    await setCode(proxy, PROXY_CODE);
    await setSlot(proxy, IMPLEMENTATION, word(dangerous));
    await node.mine();
    const { info } = await infoOf(proxy);
    expect([info?.selectors.has('0x0000beef'), info?.hasSelfdestruct, info?.bytes]).toEqual([true, true, (PROXY_CODE.length - 2) / 2]);
  });

  it('is unknown, and the check did not run, where no node answers or nobody may ask', async () => {
    const coverage = new Coverage(['code']);
    const now = () => performance.now();
    const absent = new RpcSimulator({ chainId: 31_337, urls: ['http://127.0.0.1:1'] });
    const block = await simulator.block(5_000);
    const asked = { direct: new Set([LOGIC]), inner: new Set<Address>() };
    const known = await codeOf(asked, null, { simulator: absent, block, deadline: new Deadline(2_000, now) }, coverage, now, new Set());
    await absent.close();
    expect([known.fact(LOGIC), known.info(LOGIC)]).toEqual(['unknown', null]);
    expect(coverage.list()[0]).toMatchObject({ check: 'code', state: 'failed' });
    expect((await codeOf(asked, null, null, new Coverage(['code']), now, new Set())).fact(LOGIC)).toBe('unknown');
  });
});
