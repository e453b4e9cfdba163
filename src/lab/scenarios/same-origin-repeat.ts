import { mintUsd, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'same-origin-repeat';
const TIMES = 15;

/** A rounding in the thief's favour, asked for again and again in one transaction. */
export const sameOriginRepeat: Scenario = {
  detectorId,

  *attack(stage) {
    const { usd: dollar } = townContracts(stage);
    const thief = stage.newcomer('repeater', ether(1));
    const gifts = stage.create(stage.plan.residents.merchant, 'WelcomeGift', [dollar.address, usd(8_000)]);
    mintUsd(stage, gifts.address, usd(400_000));
    yield;
    const agent = stage.create(thief, 'Agent');
    yield;
    const steps = Array.from({ length: TIMES }, () => stepOf(stage, gifts, 'redeemPoints', [1n]));
    return deeds(detectorId, 'attack', stage.act(thief, agent, 'run', [steps]));
  },

  /** As many equal calls that cost what they give: an employer saves for its people. */
  *twin(stage) {
    const { usd: dollar, vault } = townContracts(stage);
    const employer = stage.newcomer('employer', ether(1));
    yield;
    const agent = stage.create(employer, 'Agent');
    mintUsd(stage, employer.address, usd(30_000));
    transfer(stage, employer, dollar.address, agent.address, usd(30_000));
    yield;
    const steps = someUsers(stage, TIMES).map(({ address }) => stepOf(stage, vault, 'deposit', [usd(2_000), address]));
    const approval = stepOf(stage, dollar, 'approve', [vault.address, UNLIMITED]);
    return deeds(detectorId, 'twin', stage.act(employer, agent, 'run', [[approval, ...steps]]));
  },
};
