import type { Resident } from '../accounts.js';
import { approve } from '../actions.js';
import { ether, UNLIMITED } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';
import { buy, launchToken, sell } from '../token-launch.js';

const detectorId = 'token-honeypot';

/** Four people buy a token, and let the router sell it for them. Two blocks. */
function* buyers(stage: Stage, router: Contract, coin: Contract) {
  const people: readonly Resident[] = [0, 1, 2, 3].map(() => stage.newcomer('coin-buyer', ether(3)));
  yield;
  for (const one of people) {
    buy(stage, one, router, coin, ether(1));
    approve(stage, one, coin.address, router.address, UNLIMITED);
  }
  yield;
  return people;
}

function ammPool(stage: Stage, router: Contract, coin: Contract, maker: Resident, kind: 'honeypot' | 'taxed') {
  const pool = stage.pairAt(stage.plan.places.ammFactory.address, coin.address, stage.plan.contracts.weth);
  if (kind === 'honeypot') stage.act(maker, coin, 'setPool', [pool]);
  else stage.act(maker, coin, 'setTax', [pool, 98n]);
  return router;
}

/** A token that can be bought and not sold, and another that can be sold for a fiftieth. */
export const tokenHoneypot: Scenario = {
  detectorId,

  *attack(stage) {
    const maker = stage.newcomer('honey-maker', ether(60));
    yield;
    const trap = yield* launchToken(stage, maker, 'HoneypotCoin', 'Moonlight', 20);
    ammPool(stage, trap.router, trap.coin, maker, 'honeypot');
    const taxed = yield* launchToken(stage, maker, 'TaxedCoin', 'Sunlight', 20);
    ammPool(stage, taxed.router, taxed.coin, maker, 'taxed');
    const trapped = yield* buyers(stage, trap.router, trap.coin);
    const failed = trapped.map((one) => sell(stage, one, trap.router, trap.coin, ether(5_000), { reverts: true }));
    const skinned = yield* buyers(stage, taxed.router, taxed.coin);
    const sold = skinned.map((one) => sell(stage, one, taxed.router, taxed.coin, ether(5_000)));
    return deeds(detectorId, 'attack', ...failed.slice(-1), ...sold.slice(-1));
  },

  /** A token that takes two percent of a sale, as it says: people buy and sell. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(40));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'TaxedCoin', 'Lighthouse', 20);
    const pool = stage.pairAt(stage.plan.places.ammFactory.address, coin.address, stage.plan.contracts.weth);
    stage.act(maker, coin, 'setTax', [pool, 2n]);
    const people = yield* buyers(stage, router, coin);
    return deeds(detectorId, 'twin', ...people.map((one) => sell(stage, one, router, coin, ether(5_000))));
  },
};
