import type { TransactionCheckRequest } from '../contracts/check.js';
import type { Address, Hex } from '../core/chain/block.js';
import { addressAt, dataAt } from '../core/chain/quantity.js';
import { messageOf } from '../core/errors.js';
import type { AccountState, SimulatedRun, SimulationBlock, Simulator, UnsignedTransaction } from '../ports/simulator.js';
import type { Coverage } from './coverage.js';
import type { Deadline } from './deadline.js';
import { divergenceOf, type Outcome } from './divergence.js';
import { coinbasesOf, type EnvironmentPlan, environmentsOn, RICH_WEI } from './environments.js';
import { inspectedFrom, type UnsignedFacts } from './inspected.js';
import type { CheckReason } from './reasons.js';
import { type EnvironmentRun, runSimulations } from './run-simulations.js';

export interface Asked {
  readonly tx: UnsignedTransaction;
  readonly gas: number | null;
  readonly gasPriceWei: bigint | null;
}

export function askedFrom({ subject }: TransactionCheckRequest): Asked {
  return {
    tx: {
      from: addressAt(subject.from, 'subject.from'),
      to: subject.to === null || subject.to === undefined ? null : addressAt(subject.to, 'subject.to'),
      input: subject.data === undefined ? ('0x' satisfies Hex) : dataAt(subject.data, 'subject.data'),
      valueWei: BigInt(subject.value ?? '0'),
    },
    gas: subject.gas === undefined ? null : Number(BigInt(subject.gas)),
    gasPriceWei: subject.gasPrice === undefined ? null : BigInt(subject.gasPrice),
  };
}

export interface SimulatedRequest {
  readonly block: SimulationBlock;
  readonly plan: EnvironmentPlan;
  readonly runs: readonly EnvironmentRun[];
  readonly facts: UnsignedFacts;
  readonly base: SimulatedRun | null;
  /** Outcomes that were seen, the base's first. */
  readonly outcomes: readonly Outcome[];
  readonly reasons: readonly CheckReason[];
  readonly diverged: boolean;
}

/** The transaction in every environment, with what the outcomes alone give reason to say. Null where the node did not even tell its newest block. */
export async function simulateRequest(
  asked: Asked,
  chainId: number,
  simulator: Simulator,
  deadline: Deadline,
  coverage: Coverage,
  nowMs: () => number,
): Promise<SimulatedRequest | null> {
  const start = await beginOn(asked.tx.from, simulator, deadline, coverage);
  if (start === null) return null;
  const { block, account } = start;
  const neededWei = asked.tx.valueWei + (asked.gasPriceWei ?? 0n) * BigInt(asked.gas ?? 0);
  const isShort = account.balanceWei < neededWei;
  const plan = environmentsOn(block, asked.gas, isShort ? RICH_WEI : null);
  const { base, others } = await runSimulations(plan, { simulator, tx: asked.tx, block, deadline, coverage, nowMs });
  const facts: UnsignedFacts = {
    chainId,
    nonce: account.nonce,
    gasLimit: plan.base.gas,
    gasPriceWei: asked.gasPriceWei ?? block.baseFeePerGasWei,
  };
  const runs = [base, ...others];
  const outcomes = runs.flatMap(({ environment, simulation }): Outcome[] =>
    simulation.kind === 'ran'
      ? [{ environment: environment.name, status: simulation.status, tx: inspectedFrom(asked.tx, facts, simulation) }]
      : [],
  );
  const differences = differencesOf(base, outcomes, coinbasesOf(plan));
  return {
    block,
    plan,
    runs,
    facts,
    base: base.simulation.kind === 'ran' ? base.simulation : null,
    outcomes,
    reasons: [
      ...shortReasons(asked.tx.from, isShort, neededWei, account),
      ...outcomeReasons(runs, asked),
      ...divergenceReasons(asked, differences),
    ],
    diverged: differences.length > 0,
  };
}

async function beginOn(
  from: Address,
  simulator: Simulator,
  deadline: Deadline,
  coverage: Coverage,
): Promise<{ readonly block: SimulationBlock; readonly account: AccountState } | null> {
  try {
    const block = await deadline.within((timeoutMs) => simulator.block(timeoutMs));
    return { block, account: await deadline.within((timeoutMs) => simulator.account(from, block, timeoutMs)) };
  } catch (error) {
    for (const check of ['simulation.base', 'simulation.other', 'code']) coverage.failed(check, messageOf(error));
    return null;
  }
}

function differencesOf(base: EnvironmentRun, outcomes: readonly Outcome[], coinbases: ReadonlySet<Address>): readonly string[] {
  const [first, ...others] = outcomes;
  if (first === undefined || base.simulation.kind !== 'ran') return [];
  return others.flatMap((other) => divergenceOf(first, other, coinbases) ?? []);
}

function shortReasons(from: Address, isShort: boolean, neededWei: bigint, { balanceWei }: AccountState): readonly CheckReason[] {
  if (!isShort) return [];
  return [
    {
      id: 'insufficient-balance',
      text: 'The sender does not have what the transaction spends; the simulation ran with a raised balance.',
      severity: 'medium',
      address: from,
      evidence: { balanceWei: balanceWei.toString(), neededWei: neededWei.toString() },
    },
  ];
}

function outcomeReasons(runs: readonly EnvironmentRun[], { tx }: Asked): readonly CheckReason[] {
  const reverted = runs.find(({ simulation }) => simulation.kind === 'ran' && simulation.status === 'reverted');
  if (reverted === undefined || reverted.simulation.kind !== 'ran') return [];
  const { revertReason } = reverted.simulation;
  return [
    {
      id: 'simulation-reverts',
      text: `The transaction would fail${revertReason === null ? '' : `: ${revertReason}`}.`,
      severity: 'medium',
      address: tx.to,
      evidence: { environment: reverted.environment.name, reason: revertReason },
    },
  ];
}

function divergenceReasons({ tx }: Asked, differences: readonly string[]): readonly CheckReason[] {
  if (differences.length === 0) return [];
  return [
    {
      id: 'environments-diverge',
      text: 'The transaction behaves differently depending on the block it runs in: contracts do so to look harmless while simulated.',
      severity: 'high',
      address: tx.to,
      evidence: { differences },
    },
  ];
}
