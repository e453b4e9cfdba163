import { messageOf } from '../../core/errors.js';
import type {
  SequenceSimulation,
  SimulatedRun,
  SimulationBlock,
  SimulationEnvironment,
  Simulator,
  UnsignedTransaction,
} from '../../ports/simulator.js';
import type { Coverage } from '../coverage.js';
import type { Deadline } from '../deadline.js';
import type { EnvironmentPlan } from './environments.js';

export interface EnvironmentRun {
  readonly environment: SimulationEnvironment;
  readonly simulation: SequenceSimulation;
}

export interface SimulationNeeds {
  readonly simulator: Simulator;
  readonly steps: readonly UnsignedTransaction[];
  readonly block: SimulationBlock;
  readonly deadline: Deadline;
  readonly coverage: Coverage;
  readonly nowMs: () => number;
}

/** All environments at once, the base's first; where the node refused one, a spare takes its place. */
export async function runEnvironments(
  plan: EnvironmentPlan,
  needs: SimulationNeeds,
): Promise<readonly [EnvironmentRun, ...EnvironmentRun[]]> {
  const startedAt = needs.nowMs();
  const [base, ...others] = await Promise.all([runIn(plan.base, needs), ...plan.others.map((environment) => runIn(environment, needs))]);
  const spares = plan.spares.slice(0, others.filter(({ simulation }) => simulation.kind === 'skipped').length);
  const tried = [...others, ...(await Promise.all(spares.map((environment) => runIn(environment, needs))))];
  cover(base, tried, needs.coverage, needs.nowMs() - startedAt);
  return [base, ...tried];
}

async function runIn(environment: SimulationEnvironment, { simulator, steps, block, deadline }: SimulationNeeds): Promise<EnvironmentRun> {
  try {
    const simulation = await deadline.within((timeoutMs) => simulator.simulateAll(steps, environment, block, timeoutMs));
    return { environment, simulation };
  } catch (error) {
    return { environment, simulation: { kind: 'failed', reason: messageOf(error) } };
  }
}

function cover({ simulation }: EnvironmentRun, others: readonly EnvironmentRun[], coverage: Coverage, ms: number): void {
  if (!sees(simulation)) coverage[simulation.kind === 'skipped' ? 'skipped' : 'failed']('simulation.base', whyBlind(simulation));
  else coverage.ran('simulation.base', ms);
  const seeing = others.find((other) => sees(other.simulation));
  if (seeing !== undefined) coverage.ran('simulation.other', ms);
  else coverage.failed('simulation.other', others.map((other) => `${other.environment.name}: ${whyBlind(other.simulation)}`).join(' '));
  for (const { environment, simulation: other } of others) {
    const check = `simulation.${environment.name}`;
    const lost = other.kind === 'ran' ? lostIn(other.runs) : [];
    if (other.kind === 'ran') coverage.ran(check, ms, lost.length === 0 ? null : `Not shown by the node: ${lost.join(', ')}.`);
    else coverage[other.kind](check, other.reason);
  }
  if (simulation.kind !== 'ran') coverage.skipped('trace', 'Nothing was simulated.');
  else if (simulation.runs.some(({ frames }) => frames === null))
    coverage.skipped('trace', 'The node traces no calls: what needs the call tree was not looked for.');
  else coverage.ran('trace', ms);
}

function lostIn(runs: readonly SimulatedRun[]): readonly string[] {
  return [...new Set(runs.flatMap(({ lost }) => lost))];
}

/** A run without logs shows none of its effects: it says whether a call reverts, and earns no benign. */
function sees(simulation: SequenceSimulation): boolean {
  return simulation.kind === 'ran' && simulation.runs.every(({ logs }) => logs !== null);
}

function whyBlind(simulation: SequenceSimulation): string {
  return simulation.kind === 'ran' ? `The node does not show: ${lostIn(simulation.runs).join(', ')}.` : simulation.reason;
}
