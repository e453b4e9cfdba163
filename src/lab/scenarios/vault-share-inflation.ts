import { approve, mintUsd, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { stockedVault } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'vault-share-inflation';

/** Before the first real deposit into a vault: one unit for one share, a gift that makes the share dear, and the deposit is worth none. */
export const vaultShareInflation: Scenario = {
  detectorId,

  *attack(stage) {
    const attacker = stage.newcomer('inflator', ether(1));
    const victim = stage.newcomer('first-saver', ether(1));
    const { usd: dollar } = townContracts(stage);
    const vault = stage.create(stage.plan.residents.merchant, 'ShareVault', [dollar.address]);
    mintUsd(stage, victim.address, usd(400_000));
    yield;
    const agent = stage.create(attacker, 'Agent');
    mintUsd(stage, attacker.address, usd(450_000));
    transfer(stage, attacker, dollar.address, agent.address, usd(450_000));
    approve(stage, victim, dollar.address, vault.address, UNLIMITED);
    yield;
    const steps = [
      stepOf(stage, dollar, 'approve', [vault.address, UNLIMITED]),
      stepOf(stage, vault, 'deposit', [1n, agent.address]),
      stepOf(stage, dollar, 'transfer', [vault.address, usd(420_000)]),
    ];
    const inflated = stage.act(attacker, agent, 'run', [steps]);
    stage.act(victim, vault, 'deposit', [usd(400_000), victim.address]);
    stage.act(attacker, agent, 'run', [[stepOf(stage, vault, 'redeem', [1n, agent.address, agent.address])]]);
    return deeds(detectorId, 'attack', inflated);
  },

  /** A harvest raises the price of a full vault by a percent; a hardened one begins with a small deposit. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const { usd: dollar } = townContracts(stage);
    const { vault } = yield* stockedVault(stage, 'ShareVault', 120_000);
    const hardened = stage.create(merchant, 'HardenedVault', [dollar.address]);
    mintUsd(stage, merchant.address, usd(5_100));
    approve(stage, merchant, dollar.address, hardened.address, UNLIMITED);
    yield;
    return deeds(
      detectorId,
      'twin',
      transfer(stage, merchant, dollar.address, vault.address, usd(5_000)),
      stage.act(merchant, hardened, 'deposit', [usd(100), merchant.address]),
    );
  },
};
