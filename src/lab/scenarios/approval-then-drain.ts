import type { Resident } from '../accounts.js';
import { approve, collect, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'approval-then-drain';
const VICTIMS = 6;

/** A collecting contract, and people who have dollars and let it take them. Three blocks. */
function* approvedCollector(stage: Stage, owner: Resident, eachUsd: number, allowance: bigint) {
  yield;
  const collector: Contract = stage.create(owner, 'Collector');
  const people = Array.from({ length: VICTIMS }, () => stage.newcomer('approver', ether(0.5)));
  for (const { address } of people) mintUsd(stage, address, usd(eachUsd));
  yield;
  for (const one of people) approve(stage, one, stage.plan.contracts.usd, collector.address, allowance);
  yield;
  return { collector, people };
}

/** Six people approve, and within two blocks nearly all that they have is gone. */
export const approvalThenDrain: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('approval-thief', ether(1));
    const { usd: dollar } = stage.plan.contracts;
    const { collector, people } = yield* approvedCollector(stage, thief, 12_000, UNLIMITED);
    for (const { address } of people.slice(0, 3)) collect(stage, thief, collector.address, dollar, address, usd(11_950));
    yield;
    const last = people.slice(3).map(({ address }) => collect(stage, thief, collector.address, dollar, address, usd(11_950)));
    return deeds(detectorId, 'attack', ...last.slice(-1));
  },

  /** Six people subscribe, and the first month is taken: a small part of what they have. */
  *twin(stage) {
    const merchant = stage.newcomer('new-merchant', ether(1));
    const { usd: dollar } = stage.plan.contracts;
    const { collector, people } = yield* approvedCollector(stage, merchant, 12_000, usd(600));
    const taken = people.map(({ address }) => collect(stage, merchant, collector.address, dollar, address, usd(50)));
    return deeds(detectorId, 'twin', ...taken);
  },
};
