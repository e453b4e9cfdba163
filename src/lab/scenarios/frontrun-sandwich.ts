import type { Resident } from '../accounts.js';
import { approve, mintUsd, swap, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { swapArgs } from '../houses.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'frontrun-sandwich';

/** A bot's contract with dollars in it, and a buyer who is about to spend a large sum. Two blocks. */
function* botAndBuyer(stage: Stage, bot: Resident, botUsd: number, buyerUsd: number) {
  const { usd: dollar, weth, router } = townContracts(stage);
  const buyer = stage.newcomer('buyer', ether(1));
  mintUsd(stage, buyer.address, usd(buyerUsd));
  yield;
  const agent = stage.create(bot, 'Agent');
  mintUsd(stage, bot.address, usd(botUsd));
  transfer(stage, bot, dollar.address, agent.address, usd(botUsd));
  approve(stage, buyer, dollar.address, router.address, UNLIMITED);
  const approvals = [dollar, weth].map((token) => stepOf(stage, token, 'approve', [router.address, UNLIMITED]));
  stage.act(bot, agent, 'run', [approvals]);
  yield;
  const buyAll = stepWithAll(stage, dollar, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [dollar, weth], agent));
  const sellAll = stepWithAll(stage, weth, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [weth, dollar], agent));
  return { agent, buyer, buyAll, sellAll };
}

/** A bot buys before somebody's large purchase and sells after it, in one block. */
export const frontrunSandwich: Scenario = {
  detectorId,

  *attack(stage) {
    const bot = stage.newcomer('sandwicher', ether(1));
    const { agent, buyer, buyAll, sellAll } = yield* botAndBuyer(stage, bot, 120_000, 90_000);
    stage.act(bot, agent, 'run', [[buyAll]]);
    swap(stage, buyer, stage.plan.contracts.usd, usd(90_000));
    return deeds(detectorId, 'attack', stage.act(bot, agent, 'run', [[sellAll]]));
  },

  /** A trader holds ether since a block before, and sells it into the higher price after a purchase. */
  *twin(stage) {
    const trader = stage.newcomer('backrunner', ether(1));
    const { agent, buyer, buyAll, sellAll } = yield* botAndBuyer(stage, trader, 20_000, 90_000);
    stage.act(trader, agent, 'run', [[buyAll]]);
    yield;
    yield;
    swap(stage, buyer, stage.plan.contracts.usd, usd(90_000));
    return deeds(detectorId, 'twin', stage.act(trader, agent, 'run', [[sellAll]]));
  },
};
