import type { Resident } from '../accounts.js';
import { mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { swapArgs } from '../houses.js';
import { visit } from '../place-contracts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, townContracts } from '../story.js';

const detectorId = 'stablecoin-depeg';

/** A pool of two dollars, each at one, of its own factory. Two blocks. */
function* dollarPool(stage: Stage, trader: Resident, traderUsd: number) {
  const steady = visit(stage, 'steadyDollar');
  const issuer = stage.plan.places.steadyDollar.owner;
  const { usd: dollar, weth } = townContracts(stage);
  const maker = stage.newcomer('peg-maker', ether(1));
  mintUsd(stage, maker.address, usd(800_000));
  mintUsd(stage, trader.address, usd(1_000));
  for (const [to, amount] of [[maker, 800_000] as const, [trader, traderUsd] as const])
    stage.act(issuer, steady, 'mint', [to.address, usd(amount)]);
  yield;
  const factory = stage.create(maker, 'AmmFactory');
  const router = stage.create(maker, 'AmmRouter', [factory.address, weth.address]);
  for (const token of [dollar, steady]) stage.act(maker, token, 'approve', [router.address, UNLIMITED]);
  const args = [dollar.address, steady.address, usd(800_000), usd(800_000), 0n, 0n, maker.address, 2n ** 40n];
  stage.act(maker, router, 'addLiquidity', args);
  for (const token of [dollar, steady]) stage.act(trader, token, 'approve', [router.address, UNLIMITED]);
  yield;
  const path = [steady, dollar];
  for (let block = 0; block < 3; block += 1) {
    stage.act(trader, router, 'swapExactTokensForTokens', swapArgs(usd(500), path, trader));
    yield;
  }
  const sellSteady = (amount: number) => stage.act(trader, router, 'swapExactTokensForTokens', swapArgs(usd(amount), path, trader));
  return { sellSteady };
}

/** So many want out of one dollar that a pool pays eighty cents for it. */
export const stablecoinDepeg: Scenario = {
  detectorId,

  *attack(stage) {
    const trader = stage.newcomer('panicked', ether(1));
    const { sellSteady } = yield* dollarPool(stage, trader, 200_000);
    sellSteady(60_000);
    yield;
    return deeds(detectorId, 'attack', sellSteady(60_000));
  },

  /** A merchant changes some thousands: by less than a percent. */
  *twin(stage) {
    const trader = stage.newcomer('changer', ether(1));
    const { sellSteady } = yield* dollarPool(stage, trader, 10_000);
    return deeds(detectorId, 'twin', sellSteady(2_000));
  },
};
