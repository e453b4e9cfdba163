import { approve, mintUsd, transferFrom } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { permit, permit2 } from '../permits.js';
import { visit } from '../place-contracts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, townContracts } from '../story.js';

const detectorId = 'permit-harvest';
const VICTIMS = 6;

/** People with dollars of an issuer whose token knows permits. One block. */
function* steadyPeople(stage: Stage, count: number) {
  const steady = visit(stage, 'steadyDollar');
  const { owner } = stage.plan.places.steadyDollar;
  const people = Array.from({ length: count }, () => stage.newcomer('signer', ether(0.5)));
  for (const { address } of people) stage.act(owner, steady, 'mint', [address, usd(9_000)]);
  yield;
  return { steady, people };
}

/** Six signed permits, collected on a phishing site, are handed in by the one who then takes what they allow; two more through Permit2. */
export const permitHarvest: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('harvester', ether(2));
    const { usd: dollar } = townContracts(stage);
    const { steady, people } = yield* steadyPeople(stage, VICTIMS);
    const taken = people.map((victim) => {
      permit(stage, thief, steady, victim, thief.address, UNLIMITED);
      return transferFrom(stage, thief, steady.address, victim.address, thief.address, usd(9_000));
    });
    const house = visit(stage, 'permit2');
    for (const victim of people) {
      mintUsd(stage, victim.address, usd(3_000));
      approve(stage, victim, dollar.address, house.address, UNLIMITED);
    }
    yield;
    for (const victim of people) {
      permit2(stage, thief, house, dollar, victim, thief.address, usd(3_000));
      stage.act(thief, house, 'transferFrom', [victim.address, thief.address, usd(3_000), dollar.address]);
    }
    return deeds(detectorId, 'attack', ...taken.slice(-1));
  },

  /** Six people hand in their own permits, each for the same market. */
  *twin(stage) {
    const market = visit(stage, 'nftMarket');
    const { steady, people } = yield* steadyPeople(stage, VICTIMS);
    const handedIn = people.map((owner) => permit(stage, owner, steady, owner, market.address, usd(500)));
    return deeds(detectorId, 'twin', ...handedIn);
  },
};
