import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import { approveForAll, collectionFor, fill } from '../nft-house.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'wash-trading';
const ROUNDS = 4;

/** Two accounts with one purse sell a piece to each other, dearer every time. */
export const washTrading: Scenario = {
  detectorId,

  *attack(stage) {
    const market = visit(stage, 'nftMarket');
    const purse = stage.newcomer('purse', ether(60));
    yield;
    const one = stage.newcomer('washer', ether(25), purse);
    const other = stage.newcomer('washer', ether(25), purse);
    yield;
    const collection = yield* collectionFor(stage, purse, 'Rare Pebbles', [one]);
    for (const trader of [one, other]) approveForAll(stage, trader, collection, market.address);
    yield;
    let last = fill(stage, other, one, collection, 1n, ether(2));
    for (let round = 1; round < ROUNDS * 2; round += 1) {
      yield;
      const [seller, buyer] = round % 2 === 1 ? [other, one] : [one, other];
      last = fill(stage, buyer, seller, collection, 1n, ether(2 + round));
    }
    yield;
    pay(stage, one, purse.address, ether(5));
    return deeds(detectorId, 'attack', last);
  },

  /** A piece goes from hand to hand, each of somebody else, and never back. */
  *twin(stage) {
    const { exchange, merchant } = stage.plan.residents;
    const market = visit(stage, 'nftMarket');
    const traders = Array.from({ length: 5 }, () => stage.newcomer('piece-trader', ether(25), exchange));
    yield;
    const [first = stage.user(), ...others] = traders;
    const collection = yield* collectionFor(stage, merchant, 'Rare Shells', [first]);
    for (const trader of traders) approveForAll(stage, trader, collection, market.address);
    yield;
    let seller = first;
    const sales = [];
    for (const [i, buyer] of others.entries()) {
      sales.push(fill(stage, buyer, seller, collection, 1n, ether(2 + i)));
      seller = buyer;
      yield;
    }
    return deeds(detectorId, 'twin', ...sales);
  },
};
