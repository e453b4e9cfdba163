import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../src/lab/random.js';
import { CLUSTER_ROLES, type Cluster, type ClusterRole } from '../support/cluster.js';
import type { RoleProcess } from '../support/role-process.js';

/** One `kill -9`, and what is around it. */
export interface Kill {
  readonly role: ClusterRole;
  /** After the one before is dealt with. */
  readonly afterMs: number;
  /** How long the role is away. */
  readonly awayMs: number;
  /** Else the next kill may come while it is still starting. */
  readonly waitsUntilReady: boolean;
}

export interface KillReport extends Kill {
  /** Since the first block was mined. */
  readonly atMs: number;
  /** From the restart until it was ready; null: nobody waited for that. */
  readonly readyMs: number | null;
}

const LONGEST_CALM_MS = 1_500;
const LONGEST_AWAY_MS = 800;
const HASTE = 4;

/** The same kills for the same seed: each role as often as the others, in an order that changes from round to round. */
export function killPlan(seed: number, kills: number): readonly Kill[] {
  const random = new Random(seed);
  const plan: Kill[] = [];
  while (plan.length < kills) {
    for (const role of shuffled(CLUSTER_ROLES, random).slice(0, kills - plan.length))
      plan.push({
        role,
        afterMs: random.between(0, LONGEST_CALM_MS),
        awayMs: random.between(0, LONGEST_AWAY_MS),
        waitsUntilReady: random.between(1, HASTE) > 1,
      });
  }
  return plan;
}

/** Carries out the plan; rejects where a role ends by itself. All roles are ready again when it resolves. */
export async function strike(cluster: Cluster, plan: readonly Kill[], report: (kill: KillReport) => void): Promise<void> {
  const startedAt = performance.now();
  const starting = new Map<ClusterRole, RoleProcess>();
  for (const kill of plan) {
    await sleep(kill.afterMs);
    const atMs = Math.round(performance.now() - startedAt);
    starting.delete(kill.role);
    await cluster.kill(kill.role);
    await sleep(kill.awayMs);
    const restartedAt = performance.now();
    const role = await cluster.launch(kill.role);
    if (kill.waitsUntilReady) await role.ready();
    else starting.set(kill.role, role);
    report({ ...kill, atMs, readyMs: kill.waitsUntilReady ? Math.round(performance.now() - restartedAt) : null });
  }
  for (const role of starting.values()) await role.ready();
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.between(0, left.length - 1), 1));
}
