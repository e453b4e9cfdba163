import { ether, usd } from '../amounts.js';
import { stockedVault } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'balance-conservation-broken';

/** A vault pays for shares of somebody else, which stay where they are. */
export const balanceConservationBroken: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('forgetful', ether(1));
    const { vault, depositors } = yield* stockedVault(stage, 'ForgetfulVault', 150_000);
    const [victim = stage.user()] = depositors;
    const sent = stage.act(thief, vault, 'redeemFor', [usd(140_000), thief.address, victim.address]);
    return deeds(detectorId, 'attack', sent);
  },

  /** The owner redeems as much, by the same function and by the standard's: shares are burnt for it. */
  *twin(stage) {
    const { vault, depositors } = yield* stockedVault(stage, 'ForgetfulVault', 150_000);
    const [one = stage.user(), other = stage.user()] = depositors;
    return deeds(
      detectorId,
      'twin',
      stage.act(one, vault, 'redeemFor', [usd(140_000), one.address, one.address]),
      stage.act(other, vault, 'redeem', [usd(145_000), other.address, other.address]),
    );
  },
};
