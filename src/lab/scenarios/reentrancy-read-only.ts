import type { Resident } from '../accounts.js';
import { mintUsd, transfer, wrap } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, townContracts } from '../story.js';

const detectorId = 'reentrancy-read-only';
const SEED = ether(100);

/** A pool of two ethers, a lender that asks it for its price, and somebody who holds nine tenths of the pool. */
function* poolAndLeaver(stage: Stage, owner: Resident, own: bigint) {
  const { merchant, treasury } = stage.plan.residents;
  const { weth, usd: dollar } = townContracts(stage);
  const pool = stage.create(merchant, 'CurvePool', [weth.address]);
  const lender = stage.create(merchant, 'ShareLender', [pool.address, dollar.address]);
  mintUsd(stage, lender.address, usd(600_000));
  wrap(stage, treasury, SEED);
  stage.act(treasury, weth, 'approve', [pool.address, UNLIMITED]);
  stage.act(treasury, pool, 'add_liquidity', [[SEED, SEED], 0n], { valueWei: SEED });
  yield;
  const leaver = stage.create(owner, 'PoolLeaver', [pool.address, lender.address, dollar.address]);
  wrap(stage, owner, own);
  transfer(stage, owner, weth.address, leaver.address, own);
  stage.act(owner, leaver, 'enter', [ether(50)]);
  yield;
  return leaver;
}

/** While the pool pays it, a contract borrows at a price that holds only for that moment. */
export const reentrancyReadOnly: Scenario = {
  detectorId,

  *attack(stage) {
    const attacker = stage.newcomer('reader', ether(905));
    yield;
    const leaver = yield* poolAndLeaver(stage, attacker, ether(900));
    return deeds(detectorId, 'attack', stage.act(attacker, leaver, 'leaveAndBorrow', [usd(350_000), true]));
  },

  /** The same calls one after the other: out of the pool, then a loan at the price that holds. */
  *twin(stage) {
    const provider = stage.newcomer('provider', ether(905));
    yield;
    const leaver = yield* poolAndLeaver(stage, provider, ether(900));
    return deeds(detectorId, 'twin', stage.act(provider, leaver, 'leaveAndBorrow', [usd(80_000), false]));
  },
};
