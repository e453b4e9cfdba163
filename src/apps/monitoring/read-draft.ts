import { type MonitorInput, monitorInputSchema } from '../../contracts/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';

export interface Draft {
  /** With stand-ins where something is missing or wrong; null where too little is there to look at the rest. */
  readonly monitor: MonitorInput | null;
  /** What is wrong with the shape. */
  readonly problems: readonly RuleProblem[];
  /** Of a place that has a stand-in: what is said of it is not the writer's fault. */
  isMadeUp(path: string): boolean;
}

/** Followed by nobody, so that no node is asked about a chain that was not named. */
const NO_CHAIN = Number.MAX_SAFE_INTEGER;

/** For fields that are missing while somebody still writes. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  id: 'draft',
  title: 'draft',
  chains: [NO_CHAIN],
  when: 'true',
  severity: 'low',
  owner: 'draft',
};

/** A monitor as far as it is written. */
export function readDraft(body: unknown): Draft {
  const parsed = monitorInputSchema.safeParse(body);
  if (parsed.success) return { monitor: parsed.data, problems: [], isMadeUp: () => false };
  const { issues } = parsed.error;
  const problems = issues.map(
    ({ path, message }): RuleProblem => ({ path: pointer(path), message, line: null, column: null, remedy: null, severity: 'error' }),
  );
  const wrong = new Set(issues.map(({ path: [field] }) => String(field)));
  const right = typeof body === 'object' && body !== null ? Object.entries(body).filter(([field]) => !wrong.has(field)) : [];
  const known = Object.entries(monitorInputSchema.shape).map(([field]) => field);
  const standIns = Object.entries(STAND_INS).filter(([field]) => wrong.has(field));
  const mended = monitorInputSchema.safeParse(Object.fromEntries([...right.filter(([field]) => known.includes(field)), ...standIns]));
  return { monitor: mended.data ?? null, problems, isMadeUp: (path) => wrong.has(path.split('/')[1] ?? '') };
}

function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}
