import { mintUsd } from '../actions.js';
import { ether, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, townContracts } from '../story.js';

const detectorId = 'native-phishing-payable';

/** A new contract with a bait name: people pay to claim, and nothing comes. */
export const nativePhishingPayable: Scenario = {
  detectorId,

  *attack(stage) {
    const phisher = stage.newcomer('baiter', ether(1));
    yield;
    const bait = stage.create(phisher, 'BaitAirdrop');
    yield;
    const paid = someUsers(stage, 4).map((victim) => stage.act(victim, bait, 'claimAirdrop', [], { valueWei: ether(1.5) }));
    yield;
    stage.act(phisher, bait, 'withdraw');
    return deeds(detectorId, 'attack', ...paid.slice(-1));
  },

  /** The same name and a fee, and the claimant has the tokens; and a piece of a collection for its price. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const { usd: dollar } = townContracts(stage);
    const airdrop = stage.create(merchant, 'FeeAirdrop', [dollar.address, usd(300)]);
    const collection = stage.create(merchant, 'Collection', ['Harbour Lights', 'HARB', ether(0.5)]);
    mintUsd(stage, airdrop.address, usd(3_000));
    yield;
    const claimed = someUsers(stage, 4).map((user) => stage.act(user, airdrop, 'claimAirdrop', [], { valueWei: ether(0.02) }));
    const bought = stage.act(stage.user(), collection, 'mint', [], { valueWei: ether(0.5) });
    return deeds(detectorId, 'twin', ...claimed, bought);
  },
};
