import { ether, usd } from '../amounts.js';
import { executeArgs, governanceHouse, type Proposal, proposalId, proposeArgs } from '../governance-house.js';
import { flash } from '../houses.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'governance-flash-vote';

function grant(stage: Stage, to: Contract['address'], amount: bigint): Proposal {
  const { usd: dollar } = townContracts(stage);
  const data = stage.calldata(dollar, 'transfer', [to, amount]);
  return { targets: [dollar.address], calldatas: [data], description: `Pay ${amount} to ${to}` };
}

/** Votes are borrowed for one call, cast for a proposal that empties the treasury, which is done, and given back. */
export const governanceFlashVote: Scenario = {
  detectorId,

  *attack(stage) {
    const { governor } = stage.plan.residents;
    const { flashLender } = townContracts(stage);
    const thief = stage.newcomer('flash-voter', ether(2));
    const { token, house } = yield* governanceHouse(stage);
    const agent = stage.create(thief, 'FlashAgent');
    stage.act(governor, token, 'transfer', [flashLender.address, ether(6_000_000)]);
    stage.act(governor, token, 'transfer', [agent.address, ether(1_000)]);
    const proposal = grant(stage, thief.address, usd(500_000));
    stage.act(thief, house, 'propose', proposeArgs(proposal));
    yield;
    const steps = [
      stepOf(stage, token, 'delegate', [agent.address]),
      stepOf(stage, house, 'castVote', [proposalId(proposal), 1]),
      stepOf(stage, house, 'execute', executeArgs(proposal)),
    ];
    return deeds(detectorId, 'attack', flash(stage, thief, agent, token, ether(5_000_000), steps));
  },

  /** People who hold their votes for some blocks cast them for a grant, and it is paid. */
  *twin(stage) {
    const { governor, merchant } = stage.plan.residents;
    const { house, voters } = yield* governanceHouse(stage);
    const proposal = grant(stage, merchant.address, usd(20_000));
    stage.act(governor, house, 'propose', proposeArgs(proposal));
    yield;
    const votes = voters.map((voter) => stage.act(voter, house, 'castVote', [proposalId(proposal), 1]));
    yield;
    return deeds(detectorId, 'twin', ...votes, stage.act(governor, house, 'execute', executeArgs(proposal)));
  },
};
