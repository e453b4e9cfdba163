import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'contract-adversarial-bytecode';

/** Code with five houses' flash-loan call-backs, its victims' addresses, nothing that a public would call, and an end of its own. */
export const contractAdversarialBytecode: Scenario = {
  detectorId,

  *attack(stage) {
    const { pair, lendingPool, flashLender, weth, usd } = stage.plan.contracts;
    const fresh = stage.newcomer('preparer', ether(2));
    yield;
    return deeds(detectorId, 'attack', stage.create(fresh, 'PreparedAttack', [pair, lendingPool, flashLender, weth, usd]).sent);
  },

  /** A lender and a vault, as builders deploy them. */
  *twin(stage) {
    const { usd } = stage.plan.contracts;
    const builder = stage.newcomer('builder', ether(2));
    yield;
    const lender = stage.create(builder, 'FlashLender');
    return deeds(detectorId, 'twin', lender.sent, stage.create(builder, 'ShareVault', [usd]).sent);
  },
};
