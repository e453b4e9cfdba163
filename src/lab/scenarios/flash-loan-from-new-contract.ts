import { mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { flash, rewardRaid, stockedRewards } from '../houses.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'flash-loan-from-new-contract';

/** A contract that was deployed some blocks before takes a flash loan to raid a reward pot. */
export const flashLoanFromNewContract: Scenario = {
  detectorId,
  takesTime: ['twin'],

  *attack(stage) {
    const raider = stage.newcomer('raider', ether(1));
    const rewards = yield* stockedRewards(stage, 180_000);
    const agent = stage.create(raider, 'FlashAgent');
    yield;
    const loan = usd(30_000_000);
    return deeds(detectorId, 'attack', flash(stage, raider, agent, townContracts(stage).usd, loan, rewardRaid(stage, rewards, loan)));
  },

  /** A manager's contract that stands for days takes one, to move its savings from one vault to another. */
  *twin(stage) {
    const manager = stage.newcomer('manager', ether(2));
    yield;
    const agent = stage.create(manager, 'FlashAgent');
    const { usd: dollar, vault } = townContracts(stage);
    const amount = usd(20_000);
    mintUsd(stage, agent.address, amount + usd(10));
    yield;
    const deposit = [
      stepOf(stage, dollar, 'approve', [vault.address, UNLIMITED]),
      stepOf(stage, vault, 'deposit', [amount, agent.address]),
    ];
    stage.act(manager, agent, 'run', [deposit]);
    yield 2 * DAY_S;
    const next = stage.create(manager, 'ShareVault', [dollar.address]);
    yield;
    const steps = [
      stepOf(stage, dollar, 'approve', [next.address, UNLIMITED]),
      stepOf(stage, next, 'deposit', [amount, manager.address]),
      stepOf(stage, vault, 'withdraw', [amount, agent.address, agent.address]),
    ];
    return deeds(detectorId, 'twin', flash(stage, manager, agent, dollar, amount, steps));
  },
};
