import { ether, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'token-impersonation';

/** A second 'Town Dollar' at another address, sent to people who know the first. */
export const tokenImpersonation: Scenario = {
  detectorId,

  *attack(stage) {
    const forger = stage.newcomer('forger', ether(1));
    yield;
    const { sent, ...fake } = stage.create(forger, 'Token', ['Town Dollar', 'TUSD', 6]);
    for (const { address } of someUsers(stage, 4)) stage.act(forger, fake, 'mint', [address, usd(1_000)]);
    yield;
    return deeds(detectorId, 'attack', sent);
  },

  /** A new token with a name of its own, given to as many. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(1));
    yield;
    const { sent, ...coin } = stage.create(maker, 'Token', ['Harbour Points', 'HRBP', 6]);
    const given = someUsers(stage, 4).map(({ address }) => stage.act(maker, coin, 'mint', [address, usd(1_000)]));
    yield;
    return deeds(detectorId, 'twin', sent, ...given);
  },
};
