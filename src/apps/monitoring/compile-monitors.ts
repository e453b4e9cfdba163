import { z } from 'zod';
import { type MonitorInput, monitorFrom, monitorInputSchema } from '../../contracts/monitor.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import { type Monitor, monitorKey } from '../../core/monitor/monitor.js';
import type { StoredMonitor } from '../../ports/monitor-store.js';
import type { Rules } from '../../ports/rules.js';

/** A stored monitor as the engine asks it. */
export interface RunningMonitor {
  readonly stored: StoredMonitor;
  /** What cannot be compiled (any more) stands here as one that fails: its owner hears of it, as of any other error. */
  readonly compiled: CompiledMonitor;
  /** Why it cannot be compiled; null: it can. */
  readonly refusal: string | null;
}

/** By what decides how each compiles: its version, and those of its organisation that are in sequences. */
export type CompiledMonitors = ReadonlyMap<string, RunningMonitor>;

/** What is known from before is taken over: a change of one monitor is not paid for by all. Removed ones are left out. */
export function compileMonitors(stored: readonly StoredMonitor[], rules: Rules, before: CompiledMonitors = new Map()): CompiledMonitors {
  const organisations = new Map<string, StoredMonitor[]>();
  for (const each of stored) {
    const members = organisations.get(each.organisationId);
    if (members === undefined) organisations.set(each.organisationId, [each]);
    else members.push(each);
  }
  const compiled = new Map<string, RunningMonitor>();
  for (const members of organisations.values()) {
    const monitors = members.flatMap((each) => readStored(each) ?? []);
    const linked = linksOf(monitors);
    for (const each of members) {
      if (each.body === null) continue;
      const key = `${monitorKey(each)}@${each.version}|${linked}`;
      compiled.set(key, before.get(key) ?? compileOne(each, monitors, rules));
    }
  }
  return compiled;
}

/** Sequences with the versions on both their ends. */
function linksOf(monitors: readonly Monitor[]): string {
  const versions = new Map(monitors.map(({ id, version }) => [id, version]));
  const links = monitors.flatMap(({ id, version, sequence }) =>
    sequence.map(({ monitorId, by }) => `${id}@${version}<${monitorId}@${versions.get(monitorId) ?? '-'}:${by}`),
  );
  return links.join(';');
}

function compileOne(stored: StoredMonitor, monitors: readonly Monitor[], rules: Rules): RunningMonitor {
  const monitor = readStored(stored);
  if (monitor === null) return failing(stored, unreadable(stored), 'this version of the program cannot read it', rules);
  const { compiled, problems } = rules.compile(
    monitor,
    monitors.filter(({ id }) => id !== monitor.id),
  );
  if (compiled !== null) return { stored, compiled, refusal: null };
  const [first] = problems;
  return failing(stored, monitor, `${first?.message ?? 'unknown'} (${first?.path ?? '/'})`, rules);
}

/** Null where it was removed, or where this program cannot read it: a newer one may have written it. */
export function readStored({ organisationId, version, body }: StoredMonitor): Monitor | null {
  const read = monitorInputSchema.safeParse(body);
  return read.success ? monitorFrom(read.data, { organisationId, version }) : null;
}

const anySchema = z.looseObject({
  title: z.string().catch('A monitor that cannot be read'),
  chains: z.array(z.number()).catch([]),
  channels: z.array(z.string()).catch([]),
});

/** As much of it as tells its owner. */
function unreadable({ organisationId, id, version, body }: StoredMonitor): Monitor {
  const { title, chains, channels } = anySchema.parse(body ?? {});
  const input: MonitorInput = {
    id,
    title,
    chains,
    channels,
    ...STAND_IN,
    addresses: [],
    severity: 'medium',
    muted: false,
    owner: 'unknown',
  };
  return monitorFrom(input, { organisationId, version });
}

/** Asked at every block. */
const STAND_IN = { when: 'block.number > 0', on: 'block' } as const;

function failing(stored: StoredMonitor, monitor: Monitor, refusal: string, rules: Rules): RunningMonitor {
  const { compiled } = rules.compile({
    ...monitor,
    ...STAND_IN,
    window: null,
    sequence: [],
    reads: [],
    abi: null,
    addresses: [],
    muted: true,
  });
  if (compiled === null) throw new Error('the monitor that stands for broken ones does not compile');
  return {
    stored,
    refusal,
    compiled: {
      ...compiled,
      monitor: { ...monitor, on: STAND_IN.on },
      matches() {
        throw new Error(`it does not hold any more: ${refusal}`);
      },
    },
  };
}
