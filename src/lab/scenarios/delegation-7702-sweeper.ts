import { ether } from '../amounts.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'delegation-7702-sweeper';

/** An account with a thief's code on: whatever it is paid is gone in the same transaction. */
export const delegation7702Sweeper: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('sweeper-owner', ether(1));
    const victim = stage.newcomer('swept', ether(1));
    yield;
    const sweeper = stage.create(thief, 'SweeperDelegate', [thief.address]);
    yield;
    stage.delegate(thief, victim, sweeper.address);
    yield;
    const paid = [1, 2].map(() => stage.send(stage.user(), { to: victim.address, data: '0x', gas: 100_000n, valueWei: ether(2) }));
    yield;
    return deeds(detectorId, 'attack', ...paid.slice(-1));
  },

  /** An account with a wallet's code on is paid and keeps it, and pays two people some blocks later. */
  *twin(stage) {
    const user = stage.newcomer('batcher', ether(3));
    const delegate = visit(stage, 'walletDelegate');
    yield;
    stage.delegate(user, user, delegate.address);
    yield;
    const paid = stage.send(stage.user(), { to: user.address, data: '0x', gas: 100_000n, valueWei: ether(2) });
    yield;
    yield;
    yield;
    const own = { name: delegate.name, address: user.address };
    const payees = [stage.user().address, stage.user().address];
    const batch = stage.act(user, own, 'executeBatch', [payees, [ether(0.1), ether(0.2)], ['0x', '0x']]);
    return deeds(detectorId, 'twin', paid, batch);
  },
};
