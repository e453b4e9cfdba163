import type { Resident } from '../accounts.js';
import { approve } from '../actions.js';
import { ether, UNLIMITED } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { DAY_S, deeds } from '../story.js';
import { addLiquidity, buy, launchToken } from '../token-launch.js';

const detectorId = 'token-rug-liquidity-pull';
const NO_DEADLINE = 2n ** 40n;

/** Some blocks in which people buy. */
function* trade(stage: Stage, router: Contract, coin: Contract, blocks: number) {
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 3; i += 1) buy(stage, stage.user(), router, coin, ether(0.8));
    yield;
  }
}

/** A share of somebody's liquidity is taken out. `units` of the pool's own token. */
function remove(stage: Stage, by: Resident, router: Contract, coin: Contract, units: bigint) {
  const { weth } = stage.plan.contracts;
  const pool = stage.pairAt(stage.plan.places.ammFactory.address, coin.address, weth);
  approve(stage, by, pool, router.address, UNLIMITED);
  return stage.act(by, router, 'removeLiquidity', [coin.address, weth, units, 0n, 0n, by.address, NO_DEADLINE]);
}

/** Units of a first deposit: the root of the product. */
const FIRST = ether(Math.sqrt(600_000 * 30));

/** A token's maker takes nearly all liquidity out, some blocks after people have bought. */
export const tokenRugLiquidityPull: Scenario = {
  detectorId,
  takesTime: ['twin'],

  *attack(stage) {
    const maker = stage.newcomer('rug-maker', ether(35));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'MintableCoin', 'Rainbow', 30);
    yield* trade(stage, router, coin, 3);
    return deeds(detectorId, 'attack', remove(stage, maker, router, coin, (FIRST * 99n) / 100n));
  },

  /** Somebody who has had a third of a pool for weeks takes it out, and the maker a twentieth of its own. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(35));
    const provider = stage.newcomer('old-provider', ether(25));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'MintableCoin', 'Ferry', 30);
    stage.act(maker, coin, 'transfer', [provider.address, ether(300_000)]);
    stage.act(provider, { name: 'WrappedEther', address: stage.plan.contracts.weth }, 'deposit', [], { valueWei: ether(15) });
    for (const token of [coin.address, stage.plan.contracts.weth]) approve(stage, provider, token, router.address, UNLIMITED);
    addLiquidity(stage, provider, router, coin, ether(300_000), ether(15));
    yield* trade(stage, router, coin, 2);
    yield 30 * DAY_S;
    return deeds(
      detectorId,
      'twin',
      remove(stage, provider, router, coin, (FIRST * 49n) / 100n),
      remove(stage, maker, router, coin, FIRST / 20n),
    );
  },
};
