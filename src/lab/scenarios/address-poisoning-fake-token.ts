import { mintUsd, transfer } from '../actions.js';
import { lookalikeOf, randomAddress } from '../address.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'address-poisoning-fake-token';

/** A worthless contract writes an event that looks like the victim's last payment, to an address that looks like the one that was paid. */
export const addressPoisoningFakeToken: Scenario = {
  detectorId,

  *attack(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const victim = stage.user();
    const supplier = randomAddress(stage.random);
    const poisoner = stage.newcomer('fake-poisoner', ether(1));
    const amount = usd(stage.random.between(1_000, 4_000));
    mintUsd(stage, victim.address, amount);
    transfer(stage, victim, dollar, supplier, amount);
    yield;
    const fake = stage.create(poisoner, 'PhantomCoin', ['Town Dollar', 'TUSD']);
    yield;
    const args = [victim.address, lookalikeOf(supplier, stage.random), amount];
    return deeds(detectorId, 'attack', stage.act(poisoner, fake, 'emitTransfer', args));
  },

  /** A merchant's token goes to people who paid that much in dollars: points for a purchase. */
  *twin(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const customer = stage.user();
    const merchant = stage.newcomer('points-merchant', ether(1));
    const amount = usd(stage.random.between(1_000, 4_000));
    mintUsd(stage, customer.address, amount);
    yield;
    transfer(stage, customer, dollar, merchant.address, amount);
    const points = stage.create(merchant, 'MintableCoin', ['Town Points', 'PNTS', amount * 100n]);
    yield;
    return deeds(detectorId, 'twin', stage.act(merchant, points, 'transfer', [customer.address, amount]));
  },
};
