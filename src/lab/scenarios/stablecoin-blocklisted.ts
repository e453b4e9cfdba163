import { approve } from '../actions.js';
import { randomAddress } from '../address.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'stablecoin-blocklisted';

/** An issuer freezes an account that a savings house deals with: it has put its dollars there. */
export const stablecoinBlocklisted: Scenario = {
  detectorId,

  *attack(stage) {
    const { owner: issuer } = stage.plan.places.steadyDollar;
    const steady = visit(stage, 'steadyDollar');
    const suspect = stage.newcomer('suspect', ether(1));
    const others = [0, 1].map(() => stage.newcomer('steady-saver', ether(1)));
    const vault = stage.create(stage.plan.residents.merchant, 'ShareVault', [steady.address]);
    for (const { address } of [suspect, ...others]) stage.act(issuer, steady, 'mint', [address, usd(40_000)]);
    yield;
    for (const saver of [suspect, ...others]) {
      approve(stage, saver, steady.address, vault.address, UNLIMITED);
      stage.act(saver, vault, 'deposit', [usd(30_000), saver.address]);
    }
    yield;
    return deeds(detectorId, 'attack', stage.act(issuer, steady, 'blacklist', [suspect.address]));
  },

  /** It lets somebody go again who was frozen, and writes its usual mints. */
  *twin(stage) {
    const { owner: issuer } = stage.plan.places.steadyDollar;
    const steady = visit(stage, 'steadyDollar');
    const cleared = stage.newcomer('cleared', ether(1));
    const nobody = randomAddress(stage.random);
    stage.act(issuer, steady, 'blacklist', [nobody]);
    yield;
    return deeds(
      detectorId,
      'twin',
      stage.act(issuer, steady, 'unBlacklist', [nobody]),
      stage.act(issuer, steady, 'mint', [cleared.address, usd(40_000)]),
    );
  },
};
