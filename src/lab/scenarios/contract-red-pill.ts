import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'contract-red-pill';

/** Code that asks whether it is only simulated before it says where the coins go. */
export const contractRedPill: Scenario = {
  detectorId,

  *attack(stage) {
    const maker = stage.newcomer('pill-maker', ether(2));
    yield;
    const pill = stage.create(maker, 'RedPill');
    yield;
    stage.act(stage.user(), pill, 'claim', [], { valueWei: ether(0.8) });
    yield;
    return deeds(detectorId, 'attack', pill.sent);
  },

  /** A bot that pays whoever makes the block: it reads the same word, and hides nothing by it. */
  *twin(stage) {
    const trader = stage.newcomer('tipper', ether(3));
    yield;
    const bot = stage.create(trader, 'TippingBot');
    yield;
    const args = [stage.user().address, ether(0.5), ether(0.01)];
    return deeds(detectorId, 'twin', bot.sent, stage.act(trader, bot, 'payAndTip', args, { valueWei: ether(0.51) }));
  },
};
