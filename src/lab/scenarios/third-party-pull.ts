import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'third-party-pull';

/** An aggregator that calls whatever it is told to, and people who let it take their dollars. */
export function* openAggregator(stage: Stage, eachUsd: number, count = 3) {
  const { usd: dollar } = townContracts(stage);
  const aggregator = stage.create(stage.plan.residents.merchant, 'OpenAggregator');
  const victims = Array.from({ length: count }, () => stage.newcomer('trusting', ether(1)));
  for (const { address } of victims) mintUsd(stage, address, usd(eachUsd));
  yield;
  for (const victim of victims) approve(stage, victim, dollar.address, aggregator.address, UNLIMITED);
  yield;
  return { aggregator, victims };
}

/** Through the aggregator's open call a stranger takes the dollars of everybody who trusted it. */
export const thirdPartyPull: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('puller', ether(1));
    const { aggregator, victims } = yield* openAggregator(stage, 70_000);
    const agent = stage.create(thief, 'Agent');
    yield;
    const { usd: dollar } = townContracts(stage);
    const steps = victims.map(({ address }) => {
      const pull = stage.calldata(dollar, 'transferFrom', [address, thief.address, usd(70_000)]);
      return stepOf(stage, aggregator, 'swapThrough', [dollar.address, pull]);
    });
    return deeds(detectorId, 'attack', stage.act(thief, agent, 'run', [steps]));
  },

  /** A subscription's monthly round: small sums of people who agreed to it. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const { usd: dollar } = townContracts(stage);
    const collector = stage.create(merchant, 'BatchCollector');
    const payers = someUsers(stage, 4);
    yield;
    for (const payer of payers) approve(stage, payer, dollar.address, collector.address, usd(240));
    yield;
    const addresses = payers.map(({ address }) => address);
    return deeds(detectorId, 'twin', stage.act(merchant, collector, 'collectAll', [dollar.address, addresses, usd(20)]));
  },
};
