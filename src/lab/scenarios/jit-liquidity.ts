import type { Resident } from '../accounts.js';
import { mintUsd, wrap } from '../actions.js';
import { ether, usd } from '../amounts.js';
import { concentratedHouse, fund, liquidityOf } from '../concentrated-house.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'jit-liquidity';
const NARROW = 600;

/** A pool, a provider with means for a narrow position, and a trader with dollars. */
function* providerAndTrader(stage: Stage, provider: Resident, trader: Resident) {
  const { users, middle, isWethFirst } = yield* concentratedHouse(stage, [provider, trader]);
  const [own, other] = users;
  if (own === undefined || other === undefined) throw new Error('a user contract for each');
  wrap(stage, provider, ether(60));
  fund(stage, provider, own, 60);
  mintUsd(stage, other.address, usd(20_000));
  yield;
  const position: readonly [number, number, bigint] = [middle - NARROW, middle + NARROW, liquidityOf(800)];
  const trade = (contract: Contract) => stage.act(trader, contract, 'trade', [!isWethFirst, usd(15_000)]);
  return { own, other, position, trade };
}

/** Liquidity comes right before a large swap and leaves right after it, with most of its fee. */
export const jitLiquidity: Scenario = {
  detectorId,

  *attack(stage) {
    const [provider, trader] = [stage.newcomer('just-in-time', ether(65)), stage.newcomer('trader', ether(1))];
    const { own, other, position, trade } = yield* providerAndTrader(stage, provider, trader);
    stage.act(provider, own, 'provide', position);
    trade(other);
    return deeds(detectorId, 'attack', stage.act(provider, own, 'leave', position));
  },

  /** The same position stays for some blocks, in which others trade. */
  *twin(stage) {
    const [provider, trader] = [stage.newcomer('provider', ether(65)), stage.newcomer('trader', ether(1))];
    const { own, other, position, trade } = yield* providerAndTrader(stage, provider, trader);
    stage.act(provider, own, 'provide', position);
    yield;
    trade(other);
    yield;
    yield;
    return deeds(detectorId, 'twin', stage.act(provider, own, 'leave', position));
  },
};
