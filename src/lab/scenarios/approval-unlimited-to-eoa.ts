import { approve, transferFrom } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'approval-unlimited-to-eoa';

/** A wallet is talked into an unlimited approval to a thief's plain account, who takes what is there a block later. */
export const approvalUnlimitedToEoa: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts } = stage.plan;
    const victim = stage.user();
    const thief = stage.newcomer('thief', ether(1));
    const sent = approve(stage, victim, contracts.usd, thief.address, UNLIMITED);
    yield;
    transferFrom(stage, thief, contracts.usd, victim.address, thief.address, usd(stage.random.between(200, 900)));
    return [{ detectorId, kind: 'attack', sent }];
  },

  /** As unlimited: to a contract, and to an account that labels know as a custodian's. As plain an account: a limited sum. */
  *twin(stage) {
    const { contracts, residents } = stage.plan;
    const user = stage.user();
    yield;
    return [
      approve(stage, user, contracts.weth, contracts.router, UNLIMITED),
      approve(stage, user, contracts.usd, residents.custodian.address, UNLIMITED),
      approve(stage, user, contracts.usd, stage.otherThan(user).address, usd(stage.random.between(50, 500))),
    ].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
