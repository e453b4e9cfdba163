import { mintUsd, transfer } from '../actions.js';
import { lookalikeOf, randomAddress } from '../address.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'address-poisoning-dust';

/**
 * Some cents come from an account that looks like the one that the victim paid. Whoever is paid holds no key here, so it is made to look like the poisoner: the
 * other way round it would take a day to find a key.
 */
export const addressPoisoningDust: Scenario = {
  detectorId,

  *attack(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const victim = stage.user();
    const poisoner = stage.newcomer('dust-poisoner', ether(1));
    const supplier = lookalikeOf(poisoner.address, stage.random);
    mintUsd(stage, victim.address, usd(900));
    mintUsd(stage, poisoner.address, usd(1));
    transfer(stage, victim, dollar, supplier, usd(900));
    yield;
    return deeds(detectorId, 'attack', transfer(stage, poisoner, dollar, victim.address, usd(0.01)));
  },

  /** Some cents come from somebody who looks like nobody; and an account that looks like one that was paid pays a real sum. */
  *twin(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const user = stage.user();
    const friend = stage.newcomer('lookalike-friend', ether(1));
    mintUsd(stage, user.address, usd(900));
    mintUsd(stage, friend.address, usd(800));
    transfer(stage, user, dollar, randomAddress(stage.random), usd(400));
    yield;
    return deeds(
      detectorId,
      'twin',
      transfer(stage, stage.otherThan(user), dollar, user.address, usd(0.01)),
      transfer(stage, friend, dollar, user.address, usd(800)),
    );
  },
};
