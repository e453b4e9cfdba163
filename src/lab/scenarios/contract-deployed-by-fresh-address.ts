import type { Resident } from '../accounts.js';
import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'contract-deployed-by-fresh-address';

/** Code that holds the addresses of a pool, a lender and two tokens. */
function deployBorrower(stage: Stage, by: Resident, contract: 'FlashAttack' | 'Refinancer') {
  const { pair, lendingPool, flashLender, weth, usd } = stage.plan.contracts;
  return stage.create(by, contract, [pair, lendingPool, flashLender, weth, usd]).sent;
}

/** An account with its first coins of some blocks ago, from a stranger, deploys it. */
export const contractDeployedByFreshAddress: Scenario = {
  detectorId,

  *attack(stage) {
    const stranger = stage.newcomer('payer', ether(5));
    yield;
    const fresh = stage.stranger('fresh-deployer');
    pay(stage, stranger, fresh.address, ether(3));
    yield;
    return deeds(detectorId, 'attack', deployBorrower(stage, fresh, 'FlashAttack'));
  },

  /** One who has lived here from the start deploys its like; a customer of an exchange deploys what knows no protocol. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(2), stage.plan.residents.exchange);
    yield;
    const coin = stage.create(maker, 'MintableCoin', ['Harbour Bread', 'BRED', ether(1_000)]);
    return deeds(detectorId, 'twin', deployBorrower(stage, stage.user(), 'Refinancer'), coin.sent);
  },
};
