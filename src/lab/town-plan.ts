import type { Address } from '../core/chain/block.js';
import { type Resident, residentOf } from './accounts.js';
import { contractAt } from './address.js';
import { type Places, planPlaces } from './places.js';

export const USERS = 40;

/** Who lives in the town and where its contracts stand. All of it follows from the seed, before a chain exists. */
export interface TownPlan {
  readonly seed: number;
  readonly residents: {
    /** Issues the dollar, provides liquidity and lends to newcomers. */
    readonly treasury: Resident;
    readonly governor: Resident;
    readonly keyholder: Resident;
    readonly merchant: Resident;
    readonly custodian: Resident;
    readonly drainer: Resident;
    readonly phisher: Resident;
    readonly exploiter: Resident;
    /** Known to all as an exchange: people who come from it are nobody's accomplices. */
    readonly exchange: Resident;
    /** Changes coins for whoever does not give a name, and pays from this account. */
    readonly swapDesk: Resident;
  };
  readonly places: Places;
  readonly users: readonly [Resident, ...Resident[]];
  readonly contracts: {
    readonly usd: Address;
    readonly weth: Address;
    readonly pair: Address;
    readonly router: Address;
    readonly marketMaker: Address;
    readonly lendingPool: Address;
    readonly flashLender: Address;
    readonly vault: Address;
    readonly bank: Address;
    readonly registryV1: Address;
    readonly registryV2: Address;
    readonly timelock: Address;
    readonly governedProxy: Address;
    readonly subscription: Address;
    readonly counter: Address;
    /** Same code as the subscription; a label says what it is. */
    readonly drainerCollector: Address;
    /** Same code as the counter. */
    readonly phishingCounter: Address;
  };
}

export function planTown(seed: number): TownPlan {
  const resident = (name: string) => residentOf(seed, name);
  const residents = {
    treasury: resident('treasury'),
    governor: resident('governor'),
    keyholder: resident('keyholder'),
    merchant: resident('merchant'),
    custodian: resident('custodian'),
    drainer: resident('drainer'),
    phisher: resident('phisher'),
    exploiter: resident('exploiter'),
    exchange: resident('exchange'),
    swapDesk: resident('swap-desk'),
  };
  const { treasury, governor, merchant, drainer, phisher } = residents;
  return {
    seed,
    residents,
    places: planPlaces(seed),
    users: [resident('user-0'), ...Array.from({ length: USERS - 1 }, (_, i) => resident(`user-${i + 1}`))],
    // By deployer and nonce, as deploymentsOf() deploys them.
    contracts: {
      usd: contractAt(treasury.address, 0),
      weth: contractAt(treasury.address, 1),
      pair: contractAt(treasury.address, 2),
      router: contractAt(treasury.address, 3),
      marketMaker: contractAt(treasury.address, 4),
      lendingPool: contractAt(treasury.address, 5),
      flashLender: contractAt(treasury.address, 6),
      vault: contractAt(treasury.address, 7),
      bank: contractAt(treasury.address, 8),
      registryV1: contractAt(governor.address, 0),
      registryV2: contractAt(governor.address, 1),
      timelock: contractAt(governor.address, 2),
      governedProxy: contractAt(governor.address, 3),
      subscription: contractAt(merchant.address, 0),
      counter: contractAt(merchant.address, 1),
      drainerCollector: contractAt(drainer.address, 0),
      phishingCounter: contractAt(phisher.address, 0),
    },
  };
}
