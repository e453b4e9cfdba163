import type { Address } from '../core/chain/block.js';
import type { SimulationBlock, SimulationEnvironment } from '../ports/simulator.js';

const SLOT_S = 12;
const GWEI = 10n ** 9n;
/** More than anybody spends at once: only for a simulation that must not stop at the sender's purse. */
export const RICH_WEI = 10n ** 27n;
/** Below the limit of a transaction since EIP-7825, and above what nearly all need. */
const DEFAULT_GAS = 16_000_000;
const LATER_BLOCKS = 5;
/** Nobody's: it must only differ from the usual one, and from zero, by which some simulators are known. */
const OTHER_COINBASE: Address = '0x95222290dd7278aa3ddd389cc1e1d165cc4bafe5';
const THIRD_COINBASE: Address = '0x4838b106fce9647bdf1e7877bf73ce8b0bad5f97';

export interface EnvironmentPlan {
  readonly base: SimulationEnvironment;
  readonly others: readonly SimulationEnvironment[];
  /** Take the place of others that the node refuses. */
  readonly spares: readonly SimulationEnvironment[];
}

/** Coinbases that simulations are run under: what they are paid differs by environment, and is no divergence. */
export function coinbasesOf({ base, others, spares }: EnvironmentPlan): ReadonlySet<Address> {
  return new Set([base, ...others, ...spares].map(({ coinbase }) => coinbase));
}

/** The next block as it will most likely be, and others that differ in what a contract could tell a simulation by. */
export function environmentsOn(block: SimulationBlock, gas: number | null, senderBalanceWei: bigint | null): EnvironmentPlan {
  const mark = senderBalanceWei === null ? '' : '+balance';
  const usual = gas ?? Math.min(DEFAULT_GAS, block.gasLimit);
  const base: SimulationEnvironment = {
    name: `base${mark}`,
    number: block.number + 1,
    timestamp: block.timestamp + SLOT_S,
    coinbase: block.miner,
    blockGasLimit: block.gasLimit,
    gas: usual,
    gasPriceWei: null,
    senderBalanceWei,
  };
  const later = { number: block.number + LATER_BLOCKS, timestamp: block.timestamp + SLOT_S * LATER_BLOCKS };
  return {
    base,
    others: [
      { ...base, ...later, name: `later${mark}` },
      // Paying for gas takes money that the sender may not have: so its purse is raised, and the name says it.
      { ...base, name: 'priced+balance', gasPriceWei: (block.baseFeePerGasWei ?? 1n) + GWEI, senderBalanceWei: RICH_WEI },
      { ...base, name: `coinbase${mark}`, coinbase: OTHER_COINBASE },
      // Only upwards: less gas than asked for would make honest calls run out.
      {
        ...base,
        name: `gas${mark}`,
        blockGasLimit: block.gasLimit * 2,
        gas: gas === null ? Math.floor(usual * 0.8) : Math.floor(usual * 1.25),
      },
    ],
    spares: [
      { ...base, name: `next-time${mark}`, timestamp: block.timestamp + SLOT_S + 1 },
      { ...base, name: `third-coinbase${mark}`, coinbase: THIRD_COINBASE },
    ],
  };
}
