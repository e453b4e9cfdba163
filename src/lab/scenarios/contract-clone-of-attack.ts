import type { Resident } from '../accounts.js';
import { bankDeposit } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'contract-clone-of-attack';

/** A re-entrant contract robs the bank: from then on its code is known. */
function* knownAttack(stage: Stage) {
  const robber: Resident = stage.newcomer('first-robber', ether(5));
  yield;
  const contract = stage.create(robber, 'ReentrancyAttack', [stage.plan.contracts.bank]);
  yield;
  stage.act(robber, contract, 'attack', [3n], { valueWei: ether(1) });
  yield;
  bankDeposit(stage, stage.plan.residents.treasury, ether(4));
}

/** The code of an attack that was seen is deployed again by somebody else, for another bank. */
export const contractCloneOfAttack: Scenario = {
  detectorId,

  *attack(stage) {
    yield* knownAttack(stage);
    const imitator = stage.newcomer('imitator', ether(2));
    const other = stage.create(stage.plan.residents.merchant, 'Bank');
    yield;
    return deeds(detectorId, 'attack', stage.create(imitator, 'ReentrancyAttack', [other.address]).sent);
  },

  /** A saver's wallet for the same bank, and a trader's agent. */
  *twin(stage) {
    const saver = stage.newcomer('saver', ether(2));
    yield;
    const wallet = stage.create(saver, 'SavingWallet', [stage.plan.contracts.bank]);
    return deeds(detectorId, 'twin', wallet.sent, stage.create(saver, 'Agent').sent);
  },
};
