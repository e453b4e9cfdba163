import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds, townContracts } from '../story.js';

const detectorId = 'clone-swarm';

/** One transaction makes many contracts, each of which takes a gift that is meant for one person. */
export const cloneSwarm: Scenario = {
  detectorId,

  *attack(stage) {
    const { usd: dollar } = townContracts(stage);
    const thief = stage.newcomer('swarmer', ether(2));
    const gifts = stage.create(stage.plan.residents.merchant, 'WelcomeGift', [dollar.address, usd(5_000)]);
    mintUsd(stage, gifts.address, usd(200_000));
    yield;
    const maker = stage.create(thief, 'SwarmMaker');
    yield;
    return deeds(detectorId, 'attack', stage.act(thief, maker, 'swarm', [gifts.address, dollar.address, 10n]));
  },

  /** One transaction makes many contracts, and fills them: an employer's vesting. */
  *twin(stage) {
    const { usd: dollar } = townContracts(stage);
    const employer = stage.newcomer('employer', ether(2));
    const factory = stage.create(stage.plan.residents.merchant, 'VestingFactory');
    mintUsd(stage, employer.address, usd(50_000));
    yield;
    approve(stage, employer, dollar.address, factory.address, UNLIMITED);
    const start = BigInt(stage.now() + 100 * DAY_S);
    const employees = someUsers(stage, 5).map(({ address }) => address);
    return deeds(detectorId, 'twin', stage.act(employer, factory, 'createAll', [dollar.address, employees, usd(9_000), start]));
  },
};
