import { messageOf } from '../core/errors.js';
import type { Simulation, SimulationBlock, SimulationEnvironment, Simulator, UnsignedTransaction } from '../ports/simulator.js';
import type { Coverage } from './coverage.js';
import type { Deadline } from './deadline.js';
import type { EnvironmentPlan } from './environments.js';

export interface EnvironmentRun {
  readonly environment: SimulationEnvironment;
  readonly simulation: Simulation;
}

export interface SimulationRuns {
  readonly base: EnvironmentRun;
  /** Those that were tried, accepted or not. */
  readonly others: readonly EnvironmentRun[];
}

export interface SimulationNeeds {
  readonly simulator: Simulator;
  readonly tx: UnsignedTransaction;
  readonly block: SimulationBlock;
  readonly deadline: Deadline;
  readonly coverage: Coverage;
  readonly nowMs: () => number;
}

/** All environments at once; where the node refused one, a spare takes its place. */
export async function runSimulations(plan: EnvironmentPlan, needs: SimulationNeeds): Promise<SimulationRuns> {
  const startedAt = needs.nowMs();
  const [base, ...others] = await Promise.all([runIn(plan.base, needs), ...plan.others.map((environment) => runIn(environment, needs))]);
  const spares = plan.spares.slice(0, others.filter(({ simulation }) => simulation.kind === 'skipped').length);
  const tried = [...others, ...(await Promise.all(spares.map((environment) => runIn(environment, needs))))];
  cover({ base, others: tried }, needs.coverage, needs.nowMs() - startedAt);
  return { base, others: tried };
}

async function runIn(environment: SimulationEnvironment, { simulator, tx, block, deadline }: SimulationNeeds): Promise<EnvironmentRun> {
  try {
    const simulation = await deadline.within((timeoutMs) => simulator.simulate(tx, environment, block, timeoutMs));
    return { environment, simulation };
  } catch (error) {
    return { environment, simulation: { kind: 'failed', reason: messageOf(error) } };
  }
}

function cover({ base, others }: SimulationRuns, coverage: Coverage, ms: number): void {
  const { simulation } = base;
  if (!sees(simulation)) coverage[simulation.kind === 'skipped' ? 'skipped' : 'failed']('simulation.base', whyBlind(simulation));
  else coverage.ran('simulation.base', ms);
  const seeing = others.find((other) => sees(other.simulation));
  if (seeing !== undefined) coverage.ran('simulation.other', ms);
  else coverage.failed('simulation.other', others.map((other) => `${other.environment.name}: ${whyBlind(other.simulation)}`).join(' '));
  for (const { environment, simulation: other } of others) {
    const check = `simulation.${environment.name}`;
    if (other.kind === 'ran') coverage.ran(check, ms, other.lost.length === 0 ? null : `Not shown by the node: ${other.lost.join(', ')}.`);
    else coverage[other.kind](check, other.reason);
  }
  if (simulation.kind !== 'ran') coverage.skipped('trace', 'Nothing was simulated.');
  else if (simulation.frames === null) coverage.skipped('trace', 'The node traces no calls: what needs the call tree was not looked for.');
  else coverage.ran('trace', ms);
}

/** A run without logs shows none of its effects: it says whether a call reverts, and earns no benign. */
function sees(simulation: Simulation): boolean {
  return simulation.kind === 'ran' && simulation.logs !== null;
}

function whyBlind(simulation: Simulation): string {
  return simulation.kind === 'ran' ? `The node does not show: ${simulation.lost.join(', ')}.` : simulation.reason;
}
