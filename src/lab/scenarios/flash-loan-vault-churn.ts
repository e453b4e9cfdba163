import { mintUsd, transfer, wrap } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { flash, rewardRaid, stockedRewards } from '../houses.js';
import { lendingHouse } from '../lending-house.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'flash-loan-vault-churn';

/** A borrowed sum goes in and out of vaults and lenders until one of them has paid for it. */
export const flashLoanVaultChurn: Scenario = {
  detectorId,

  *attack(stage) {
    const raider = stage.newcomer('churner', ether(1));
    const { market } = yield* lendingHouse(stage, 'feed', 400_000);
    const rewards = yield* stockedRewards(stage, 260_000);
    const vault = stage.create(stage.plan.residents.merchant, 'ShareVault', [stage.plan.contracts.usd]);
    const agent = stage.create(raider, 'FlashAgent');
    yield;
    const { usd: dollar, weth } = townContracts(stage);
    const loan = ether(800);
    const borrowed = usd(300_000);
    const [own, half] = [agent.address, borrowed / 2n];
    transfer(stage, stage.plan.residents.treasury, weth.address, own, ether(1));
    const steps = [
      stepOf(stage, weth, 'approve', [market.address, UNLIMITED]),
      stepOf(stage, dollar, 'approve', [market.address, UNLIMITED]),
      stepOf(stage, dollar, 'approve', [vault.address, UNLIMITED]),
      stepOf(stage, market, 'supply', [weth.address, loan, own, 0]),
      stepOf(stage, market, 'borrow', [dollar.address, borrowed, 2n, 0, own]),
      stepOf(stage, vault, 'deposit', [half, own]),
      stepOf(stage, vault, 'redeem', [half, own, own]),
      ...rewardRaid(stage, rewards, borrowed),
      stepOf(stage, market, 'repay', [dollar.address, borrowed, 2n, own]),
      stepOf(stage, market, 'withdraw', [weth.address, UNLIMITED, own]),
    ];
    return deeds(detectorId, 'attack', flash(stage, raider, agent, weth, loan, steps, dollar));
  },

  /** A debt moves from one lender to a better one, with a flash loan to bridge the moment. Nobody gains. */
  *twin(stage) {
    const debtor = stage.newcomer('debtor', ether(45));
    const { market: from } = yield* lendingHouse(stage, 'feed', 100_000);
    const { market: to } = yield* lendingHouse(stage, 'feed', 100_000);
    const agent = stage.create(debtor, 'FlashAgent');
    const { usd: dollar, weth } = townContracts(stage);
    wrap(stage, debtor, ether(40));
    transfer(stage, debtor, weth.address, agent.address, ether(40));
    yield;
    const [debt, own] = [usd(30_000), agent.address];
    const open = [
      stepOf(stage, weth, 'approve', [from.address, UNLIMITED]),
      stepOf(stage, from, 'supply', [weth.address, ether(40), own, 0]),
      stepOf(stage, from, 'borrow', [dollar.address, debt, 2n, 0, own]),
      stepOf(stage, dollar, 'transfer', [debtor.address, debt]),
    ];
    stage.act(debtor, agent, 'run', [open]);
    yield;
    const steps = [
      stepOf(stage, dollar, 'approve', [from.address, UNLIMITED]),
      stepOf(stage, weth, 'approve', [to.address, UNLIMITED]),
      stepOf(stage, from, 'repay', [dollar.address, debt, 2n, own]),
      stepOf(stage, from, 'withdraw', [weth.address, UNLIMITED, own]),
      stepOf(stage, to, 'supply', [weth.address, ether(40), own, 0]),
      stepOf(stage, to, 'borrow', [dollar.address, debt + usd(3), 2n, 0, own]),
    ];
    mintUsd(stage, own, 1n);
    return deeds(detectorId, 'twin', flash(stage, debtor, agent, dollar, debt, steps));
  },
};
