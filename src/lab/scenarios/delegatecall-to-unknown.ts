import { mintUsd } from '../actions.js';
import { ether, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds } from '../story.js';

const detectorId = 'delegatecall-to-unknown';

/** A wallet with money runs code as its own that a stranger deployed a block before. */
export const delegatecallToUnknown: Scenario = {
  detectorId,
  takesTime: ['twin'],

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const { usd: dollar } = stage.plan.contracts;
    const wallet = stage.create(merchant, 'DelegatingWallet', [true]);
    mintUsd(stage, wallet.address, usd(260_000));
    const thief = stage.newcomer('delegator', ether(1));
    yield;
    const library = stage.create(thief, 'EmptyingLibrary');
    yield;
    const data = stage.calldata(library, 'empty', [dollar]);
    return deeds(detectorId, 'attack', stage.act(thief, wallet, 'execute', [library.address, data]));
  },

  /** The owner of such a wallet pays several people with code that stands for days. */
  *twin(stage) {
    const { merchant, governor } = stage.plan.residents;
    const { usd: dollar } = stage.plan.contracts;
    const library = stage.create(governor, 'PaymentLibrary');
    const wallet = stage.create(merchant, 'DelegatingWallet', [false]);
    mintUsd(stage, wallet.address, usd(260_000));
    yield 5 * DAY_S;
    const paid = someUsers(stage, 3).map(({ address }) => address);
    const data = stage.calldata(library, 'payAll', [dollar, paid, usd(2_000)]);
    return deeds(detectorId, 'twin', stage.act(merchant, wallet, 'execute', [library.address, data]));
  },
};
