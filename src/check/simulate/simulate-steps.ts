import type { Address, Hex } from '../../core/chain/block.js';
import type { AccountState, SimulationBlock, Simulator, StateOverrides, UnsignedTransaction } from '../../ports/simulator.js';
import type { Coverage } from '../coverage.js';
import type { Deadline } from '../deadline.js';
import type { CarriedCall } from '../decode/call-tree.js';
import type { EnvironmentOutcome, StepOutcome } from '../facts.js';
import { divergenceOf } from './divergence.js';
import { coinbasesOf, type EnvironmentPlan, environmentsOn, RICH_WEI } from './environments.js';
import { inspectedFrom, type UnsignedFacts } from './inspected.js';
import { type EnvironmentRun, runEnvironments } from './run-environments.js';

/** What is tried: calls one after the other, in the name of an account. */
export interface StepPlan {
  /** Whose deed it is: who signs, or the smart account that an entry point calls. */
  readonly actor: Address;
  readonly steps: readonly CarriedCall[];
  readonly gas: number | null;
  readonly gasPriceWei: bigint | null;
  /** Code of delegations that the request brings with it. */
  readonly code: ReadonlyMap<Address, Hex>;
  readonly environments: number;
}

export interface SimulatedSteps {
  readonly plan: EnvironmentPlan;
  readonly runs: readonly EnvironmentRun[];
  /** Outcomes that were seen, the base's first; it is missing where the base was not seen. */
  readonly outcomes: readonly EnvironmentOutcome[];
  readonly base: EnvironmentOutcome | null;
  readonly divergences: readonly string[];
  /** What the sender lacks; null: nothing. */
  readonly shortWei: bigint | null;
  readonly transactions: readonly UnsignedTransaction[];
  readonly facts: UnsignedFacts;
  readonly overrides: StateOverrides;
}

export interface SimulationPlace {
  readonly chainId: number;
  readonly simulator: Simulator;
  readonly block: SimulationBlock;
  readonly sender: AccountState;
  readonly deadline: Deadline;
  readonly coverage: Coverage;
  readonly nowMs: () => number;
}

/** The steps in every environment, and how the outcomes differ. */
export async function simulateSteps(asked: StepPlan, place: SimulationPlace): Promise<SimulatedSteps> {
  const { block, sender, coverage } = place;
  const neededWei =
    asked.steps.reduce((sum, { from, valueWei }) => (from === asked.actor ? sum + valueWei : sum), 0n) +
    (asked.gasPriceWei ?? 0n) * BigInt(asked.gas ?? 0);
  const isShort = sender.balanceWei < neededWei;
  const { transactions, overrides } = executable(asked);
  const plan = environmentsOn(block, asked.gas, isShort ? RICH_WEI : null, overrides, asked.environments);
  const runs = await runEnvironments(plan, { ...place, steps: transactions, coverage });
  const facts: UnsignedFacts = {
    chainId: place.chainId,
    nonce: sender.nonce,
    gasLimit: plan.base.gas,
    gasPriceWei: asked.gasPriceWei ?? block.baseFeePerGasWei,
  };
  const outcomes = runs.flatMap((run): EnvironmentOutcome[] => outcomeOf(run, asked, facts));
  const base = runs[0].simulation.kind === 'ran' ? (outcomes[0] ?? null) : null;
  const coinbases = coinbasesOf(plan);
  const divergences = base === null ? [] : outcomes.slice(1).flatMap((other) => divergenceOf(base, other, coinbases) ?? []);
  return {
    plan,
    runs,
    outcomes,
    base,
    divergences,
    shortWei: isShort ? neededWei - sender.balanceWei : null,
    transactions,
    facts,
    overrides,
  };
}

/** Of one environment; none where it was not seen. */
export function outcomeOf({ environment, simulation }: EnvironmentRun, asked: StepPlan, facts: UnsignedFacts): EnvironmentOutcome[] {
  if (simulation.kind !== 'ran') return [];
  const steps = simulation.runs.map((run, i): StepOutcome => {
    const step = asked.steps[i];
    const { status, revertReason, gasUsed } = run;
    return { status, revertReason, gasUsed, tx: inspectedFrom(seenAs(step, asked.actor), facts, run) };
  });
  return [{ environment: environment.name, steps }];
}

/** Detectors and features see the deed of an account: what an entry point calls it for is its own. */
export function seenAs(step: CarriedCall | undefined, actor: Address): UnsignedTransaction {
  if (step === undefined) return { from: actor, to: actor, input: '0x', valueWei: 0n };
  const { to, input, valueWei, operation } = step;
  return { from: actor, to: operation === 'create' ? null : to, input, valueWei };
}

/** A node makes calls only: code that an account runs as its own is put in the account's place, to be called there. */
function executable({ steps, code }: StepPlan): {
  readonly transactions: readonly UnsignedTransaction[];
  readonly overrides: StateOverrides;
} {
  const codes = new Map(code);
  const transactions = steps.map(({ from, to, input, valueWei, operation }): UnsignedTransaction => {
    if (operation !== 'delegatecall' || to === null) return { from, to, input, valueWei };
    codes.set(from, runningCodeOf(to));
    return { from, to: from, input, valueWei: 0n };
  });
  return { transactions, overrides: codes.size === 0 ? {} : { code: codes } };
}

/** Hands everything it is called with to another contract's code, and its answer back (EIP-1167). */
function runningCodeOf(target: Address): Hex {
  return `0x363d3d373d3d3d363d73${target.slice(2)}5af43d82803e903d91602b57fd5bf3`;
}
