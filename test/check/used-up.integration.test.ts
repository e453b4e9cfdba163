import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkRequestSchema } from '../../src/contracts/check.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { graveIds, serviceOver } from './ask.js';
import { writerOf } from './subject-set/subjects.js';
import { ETHER, openWorld, type World } from './subject-set/world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world.close());

/** A memory in which every contract was made an hour ago. */
function youngChain(): ChainState {
  const state = new ChainState();
  const history = { ...state.history, createdAt: () => Math.floor(Date.now() / 1_000) - 3_600 };
  return Object.assign(state, { history: Object.setPrototypeOf(history, Object.getPrototypeOf(state.history)) });
}

it('an allowance for a new contract is a warning while it stands, and none where the batch uses it up', async () => {
  const w = writerOf(world);
  const service = serviceOver(world.simulator, world.labels, { stateOf: youngChain });
  const ask = async (subject: object) => {
    const request = checkRequestSchema.parse({ chainId: world.chainId, subject });
    return service.check(request as Parameters<typeof service.check>[0]);
  };
  const [coin, staking] = [w.where('silver'), w.where('staking')];
  expect(coin).not.toBe(staking);
  const usd = w.where('usd');
  const stake = [usd, world.call('staking', 'deposit', ETHER, world.me)] as const;
  const standing = await ask(w.batch('stands', [usd, w.approve(staking, ETHER)]).subject);
  expect(graveIds(standing)).toEqual(['approval-to-new-contract']);
  const used = await ask(w.batch('is used', [usd, w.approve(staking, ETHER)], [staking, stake[1]]).subject);
  expect([graveIds(used), used.exposures]).toEqual([[], []]);
});
