import { ether } from '../amounts.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'delegation-7702-to-flagged';

/** A victim signs, and its account puts on code that lists know as a drainer's. The drainer pays for the transaction. */
export const delegation7702ToFlagged: Scenario = {
  detectorId,

  *attack(stage) {
    const victim = stage.newcomer('delegating-victim', ether(3));
    const delegate = visit(stage, 'drainerDelegate');
    yield;
    return deeds(detectorId, 'attack', stage.delegate(stage.plan.residents.drainer, victim, delegate.address));
  },

  /** A user puts on a wallet's code that is known to all, and takes it off again. */
  *twin(stage) {
    const user = stage.newcomer('delegating-user', ether(3));
    const delegate = visit(stage, 'walletDelegate');
    yield;
    const on = stage.delegate(user, user, delegate.address);
    yield;
    return deeds(detectorId, 'twin', on, stage.delegate(user, user, '0x0000000000000000000000000000000000000000'));
  },
};
