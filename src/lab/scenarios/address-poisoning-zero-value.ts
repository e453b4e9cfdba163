import type { Address } from '../../core/chain/block.js';
import type { Resident } from '../accounts.js';
import { mintUsd, transfer, transferFrom } from '../actions.js';
import { lookalikeOf, randomAddress } from '../address.js';
import { ether, usd } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';

const detectorId = 'address-poisoning-zero-value';

function paySupplier(stage: Stage, user: Resident, supplier: Address): void {
  const amount = usd(stage.random.between(20, 400));
  mintUsd(stage, user.address, amount);
  transfer(stage, user, stage.plan.contracts.usd, supplier, amount);
}

/** A stranger writes a look-alike of a supplier, who was just paid, into the payer's history. */
export const addressPoisoningZeroValue: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts } = stage.plan;
    const victim = stage.user();
    const supplier = randomAddress(stage.random);
    const poisoner = stage.newcomer('poisoner', ether(1));
    paySupplier(stage, victim, supplier);
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
    paySupplier(stage, user, supplier);
    yield;
    return [
      transferFrom(stage, stranger, contracts.usd, user.address, randomAddress(stage.random), 0n),
      transfer(stage, user, contracts.usd, lookalikeOf(supplier, stage.random), 0n),
    ].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
