import { bankDeposit, pay } from '../actions.js';
import { ether } from '../amounts.js';
import { depositIntoMixer, withdrawFromMixer } from '../mixing.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'stage-accumulation';

/** One account from end to end: a mixer's coins, a contract made for one bank, its robbery, and the mixer again. */
export const stageAccumulation: Scenario = {
  detectorId,

  *attack(stage) {
    const { bank } = stage.plan.contracts;
    const depositor = stage.newcomer('depositor', ether(12));
    yield;
    const { note } = depositIntoMixer(stage, depositor);
    yield;
    const robber = stage.stranger('whole-robber');
    withdrawFromMixer(stage, stage.plan.residents.merchant, note, robber.address);
    yield;
    const contract = stage.create(robber, 'ReentrancyAttack', [bank]);
    yield;
    const robbed = stage.act(robber, contract, 'attack', [4n], { valueWei: ether(1) });
    yield;
    bankDeposit(stage, stage.plan.residents.treasury, ether(5));
    depositIntoMixer(stage, robber);
    return deeds(detectorId, 'attack', robbed);
  },

  /** As many steps of somebody honest: coins of an exchange, a wallet of one's own for the bank, savings, and a gift. */
  *twin(stage) {
    const { bank } = stage.plan.contracts;
    const saver = stage.newcomer('whole-saver', ether(10), stage.plan.residents.exchange);
    yield;
    const wallet = stage.create(saver, 'SavingWallet', [bank]);
    yield;
    const saved = stage.act(saver, wallet, 'save', [], { valueWei: ether(2) });
    yield;
    return deeds(detectorId, 'twin', wallet.sent, saved, pay(stage, saver, stage.user().address, ether(1)));
  },
};
