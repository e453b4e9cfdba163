import { ether, usd } from '../amounts.js';
import { governanceHouse, proposeArgs } from '../governance-house.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds, townContracts } from '../story.js';

const detectorId = 'governance-sneaky-proposal';

/** A proposal for "a small fee update" calls a stranger's new contract, and gives away a house. */
export const governanceSneakyProposal: Scenario = {
  detectorId,
  takesTime: ['twin'],

  *attack(stage) {
    const proposer = stage.newcomer('sneaky-proposer', ether(1));
    const { house } = yield* governanceHouse(stage);
    const locker = stage.create(stage.plan.residents.governor, 'Locker');
    const hidden = stage.create(proposer, 'EmptyingLibrary');
    yield;
    const proposal = {
      targets: [hidden.address, locker.address],
      calldatas: [
        stage.calldata(hidden, 'empty', [stage.plan.contracts.usd]),
        stage.calldata(locker, 'transferOwnership', [proposer.address]),
      ],
      description: 'A small fee update',
    };
    return deeds(detectorId, 'attack', stage.act(proposer, house, 'propose', proposeArgs(proposal)));
  },

  /** A grant is proposed by somebody who has been there for a month: dollars to an account that everybody knows. */
  *twin(stage) {
    const { governor, merchant } = stage.plan.residents;
    const { usd: dollar } = townContracts(stage);
    const { house } = yield* governanceHouse(stage);
    yield 30 * DAY_S;
    const proposal = {
      targets: [dollar.address],
      calldatas: [stage.calldata(dollar, 'transfer', [merchant.address, usd(5_000)])],
      description: 'A grant for the harbour',
    };
    return deeds(detectorId, 'twin', stage.act(governor, house, 'propose', proposeArgs(proposal)));
  },
};
