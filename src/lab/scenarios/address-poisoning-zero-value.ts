import { transfer, transferFrom } from '../actions.js';
import { lookalikeOf, randomAddress } from '../address.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'address-poisoning-zero-value';

/** A stranger writes a look-alike of a supplier, who was just paid, into the payer's history. */
export const addressPoisoningZeroValue: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts } = stage.plan;
    const victim = stage.user();
    const supplier = randomAddress(stage.random);
    const poisoner = stage.newcomer('poisoner', ether(1));
    transfer(stage, victim, contracts.usd, supplier, usd(stage.random.between(20, 400)));
    yield;
    const sent = transferFrom(stage, poisoner, contracts.usd, victim.address, lookalikeOf(supplier, stage.random), 0n);
    return [{ detectorId, kind: 'attack', sent }];
  },

  /** A stranger's transfer of nothing to an address that looks like nobody, and an owner's own transfer of nothing. */
  *twin(stage) {
    const { contracts } = stage.plan;
    const user = stage.user();
    const supplier = randomAddress(stage.random);
    const stranger = stage.otherThan(user);
    transfer(stage, user, contracts.usd, supplier, usd(stage.random.between(20, 400)));
    yield;
    return [
      transferFrom(stage, stranger, contracts.usd, user.address, randomAddress(stage.random), 0n),
      transfer(stage, user, contracts.usd, lookalikeOf(supplier, stage.random), 0n),
    ].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
