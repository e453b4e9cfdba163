import type { Resident } from '../accounts.js';
import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import { visit } from '../place-contracts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'launder-bridge-out';
const OTHER_CHAIN = 10n;

function bridgeOut(stage: Stage, by: Resident, wei: bigint) {
  return stage.act(by, visit(stage, 'bridge'), 'lockNative', [OTHER_CHAIN, by.address], { valueWei: wei });
}

/** An exploiter's ether leaves by a bridge, through an account in between. */
export const launderBridgeOut: Scenario = {
  detectorId,

  *attack(stage) {
    const { exploiter } = stage.plan.residents;
    const mule = stage.newcomer('bridge-mule', ether(0.5));
    visit(stage, 'bridge');
    yield;
    pay(stage, exploiter, mule.address, ether(40));
    yield;
    return deeds(detectorId, 'attack', bridgeOut(stage, mule, ether(39)));
  },

  /** As much of somebody's who has it from an exchange, and a little of a neighbour's. */
  *twin(stage) {
    const traveller = stage.newcomer('traveller', ether(40), stage.plan.residents.exchange);
    visit(stage, 'bridge');
    yield;
    yield;
    return deeds(detectorId, 'twin', bridgeOut(stage, traveller, ether(39)), bridgeOut(stage, stage.user(), ether(0.5)));
  },
};
