import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'selfdestruct-with-value';

/** A wallet that nobody closed is taken over, and ends with all its ether in the thief's account. */
export const selfdestructWithValue: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const thief = stage.newcomer('killer', ether(1));
    const wallet = stage.create(merchant, 'MortalWallet', [true]);
    yield;
    for (let i = 0; i < 3; i += 1) stage.send(stage.user(), { to: wallet.address, data: '0x', valueWei: ether(4) });
    yield;
    stage.act(thief, wallet, 'initWallet', [thief.address]);
    yield;
    return deeds(detectorId, 'attack', stage.act(thief, wallet, 'kill', [thief.address]));
  },

  /** A wallet that was emptied by its owner ends: there is nothing in it. */
  *twin(stage) {
    const owner = stage.newcomer('wallet-owner', ether(6));
    yield;
    const wallet = stage.create(owner, 'MortalWallet', [false]);
    yield;
    stage.send(owner, { to: wallet.address, data: '0x', valueWei: ether(4) });
    yield;
    stage.act(owner, wallet, 'pay', [owner.address, ether(4)]);
    pay(stage, owner, stage.user().address, ether(0.2));
    yield;
    return deeds(detectorId, 'twin', stage.act(owner, wallet, 'kill', [owner.address]));
  },
};
