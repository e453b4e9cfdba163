import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { refillMarketMaker, swapArgs } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';
import { openAggregator } from './third-party-pull.js';

const detectorId = 'third-party-pull-sold';

/** Somebody's dollars are taken through an allowance and sold for ether in the same transaction. */
export const thirdPartyPullSold: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('seller', ether(1));
    const { aggregator, victims } = yield* openAggregator(stage, 150_000, 1);
    const agent = stage.create(thief, 'Agent');
    yield;
    const { usd: dollar, weth, router } = townContracts(stage);
    const [victim = thief] = victims;
    const pull = stage.calldata(dollar, 'transferFrom', [victim.address, agent.address, usd(150_000)]);
    const steps = [
      stepOf(stage, aggregator, 'swapThrough', [dollar.address, pull]),
      stepOf(stage, dollar, 'approve', [router.address, UNLIMITED]),
      stepWithAll(stage, dollar, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [dollar, weth], agent)),
      stepWithAll(stage, weth, 1, weth, 'transfer', [thief.address, 0n]),
    ];
    const sent = stage.act(thief, agent, 'run', [steps]);
    refillMarketMaker(stage, 40);
    return deeds(detectorId, 'attack', sent);
  },

  /** A keeper fills somebody's order: the dollars are taken by allowance and sold, and the ether is the owner's. */
  *twin(stage) {
    const keeper = stage.newcomer('keeper', ether(1));
    const owner = stage.newcomer('order-owner', ether(1));
    const { usd: dollar, pair } = townContracts(stage);
    const orders = stage.create(stage.plan.residents.merchant, 'LimitOrders', [pair.address]);
    mintUsd(stage, owner.address, usd(60_000));
    yield;
    approve(stage, owner, dollar.address, orders.address, UNLIMITED);
    stage.act(owner, orders, 'place', [dollar.address, usd(40_000)]);
    yield;
    return deeds(detectorId, 'twin', stage.act(keeper, orders, 'fill', [owner.address]));
  },
};
