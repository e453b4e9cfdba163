import type { Address, Hex } from '../../core/chain/block.js';
import type { SimulationBlock, SimulationEnvironment, StateOverrides } from '../../ports/simulator.js';

const SLOT_S = 12;
/** Far from what the base fee was lately: contracts that go by it compare it with that. */
const RAISED_FEE_TIMES = 10n;
const GWEI = 10n ** 9n;
/** More than anybody spends at once: only for a simulation that must not stop at the sender's purse. */
export const RICH_WEI = 10n ** 27n;
/** Below the limit of a transaction since EIP-7825, and above what nearly all need. */
const DEFAULT_GAS = 16_000_000;
/** Even and odd change: some contracts go by that. */
const LATER_BLOCKS = 6;
const LATER_S = SLOT_S * LATER_BLOCKS + 1;
/** Nobody's: it must only differ from the usual one, and from zero, by which some simulators are known. */
const OTHER_COINBASE: Address = '0x95222290dd7278aa3ddd389cc1e1d165cc4bafe5';
const THIRD_COINBASE: Address = '0x4838b106fce9647bdf1e7877bf73ce8b0bad5f97';
/** Nodes leave the randomness of a simulated block at zero, which a contract can see. */
const RANDAO: Hex = `0x${'8f3c1d'.padEnd(64, 'a7')}`;
const OTHER_RANDAO: Hex = `0x${'41e6b9'.padEnd(64, 'd2')}`;

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

/**
 * The next block as it will most likely be, and others that differ in what a contract could tell a simulation by. The first two of them differ in all of it, so that
 * few are enough; the rest say by what. `count`: how many in all.
 */
export function environmentsOn(
  block: SimulationBlock,
  gas: number | null,
  senderBalanceWei: bigint | null,
  overrides: StateOverrides = {},
  count = 5,
): EnvironmentPlan {
  const mark = senderBalanceWei === null ? '' : '+balance';
  const usual = gas ?? Math.min(DEFAULT_GAS, block.gasLimit);
  const base: SimulationEnvironment = {
    name: `base${mark}`,
    number: block.number + 1,
    timestamp: block.timestamp + SLOT_S,
    coinbase: block.miner,
    blockGasLimit: block.gasLimit,
    baseFeePerGasWei: block.baseFeePerGasWei,
    prevRandao: RANDAO,
    gas: usual,
    gasPriceWei: null,
    senderBalanceWei,
    overrides,
  };
  const otherBlock = { coinbase: OTHER_COINBASE, prevRandao: OTHER_RANDAO, blockGasLimit: block.gasLimit * 2 };
  const raisedFee = block.baseFeePerGasWei === null ? null : block.baseFeePerGasWei * RAISED_FEE_TIMES + 1n;
  const others: readonly SimulationEnvironment[] = [
    { ...base, ...otherBlock, number: block.number + LATER_BLOCKS, timestamp: block.timestamp + LATER_S, name: `later${mark}` },
    // Paying for gas takes money that the sender may not have: so its purse is raised, and the name says it.
    {
      ...base,
      name: 'priced+balance',
      baseFeePerGasWei: raisedFee,
      gasPriceWei: (raisedFee ?? 1n) + GWEI,
      senderBalanceWei: RICH_WEI,
    },
    { ...base, name: `coinbase${mark}`, coinbase: OTHER_COINBASE },
    // Only upwards where gas was asked for: less would make honest calls run out.
    {
      ...base,
      name: `gas${mark}`,
      blockGasLimit: block.gasLimit * 2,
      gas: gas === null ? Math.floor(usual * 0.8) : Math.floor(usual * 1.25),
    },
  ];
  return {
    base,
    others: others.slice(0, count - 1),
    spares: [
      { ...base, ...otherBlock, name: `next-time${mark}`, timestamp: block.timestamp + SLOT_S + 1 },
      { ...base, name: `third-coinbase${mark}`, coinbase: THIRD_COINBASE },
    ],
  };
}
