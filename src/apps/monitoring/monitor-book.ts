import { createRules } from '../../adapters/rules/compile-monitor.js';
import { monitorFrom, monitorInputSchema } from '../../contracts/monitor.js';
import { messageOf } from '../../core/errors.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import { type Monitor, monitorKey } from '../../core/monitor/monitor.js';
import { type MonitorSet, monitorSet, NO_MONITORS } from '../../core/monitor/monitor-set.js';
import type { Logger } from '../../ports/logger.js';
import type { MonitorStore, StoredMonitor } from '../../ports/monitor-store.js';
import type { RuleProblem, Rules } from '../../ports/rules.js';
import { FINDING_IDS } from './finding-ids.js';

/** Within this a change is heard in every process. */
const REFRESH_MS = 2_000;

/** Every organisation's monitors, compiled, by chain. What cannot be compiled any more stays as one that fails: its owner hears of it. */
export class MonitorBook {
  private position: string | null = null;
  private compiled: Compiled = new Map();
  private sets = new Map<number, MonitorSet>();
  private readonly timer: ReturnType<typeof setInterval>;
  private refreshing: Promise<void> | null = null;

  private constructor(
    private readonly store: MonitorStore,
    private readonly rules: Rules,
    logger: Logger,
  ) {
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        logger.warn({ error: messageOf(error) }, 'monitors could not be read again; those that are known stay'),
      );
    }, REFRESH_MS).unref();
  }

  static async open(store: MonitorStore, logger: Logger, rules: Rules = createRules({ detectors: FINDING_IDS })): Promise<MonitorBook> {
    const book = new MonitorBook(store, rules, logger);
    await book.refresh();
    return book;
  }

  setFor(chainId: number): MonitorSet {
    const known = this.sets.get(chainId);
    if (known !== undefined) return known;
    const set = this.compiled.size === 0 ? NO_MONITORS : monitorSet([...this.compiled.values()], chainId);
    this.sets.set(chainId, set);
    return set;
  }

  /** Reads again where something changed; callers at the same time share one reading. */
  async refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = null;
    });
    await this.refreshing;
  }

  private async read(): Promise<void> {
    const position = await this.store.position();
    if (position === this.position) return;
    this.compiled = compileAll(await this.store.current(null), this.rules, this.compiled);
    this.sets = new Map();
    this.position = position;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

/** By what decides how a monitor compiles: its version, and those of its organisation that are in sequences. */
type Compiled = ReadonlyMap<string, CompiledMonitor>;

/** What is known from before is taken over: a change of one monitor is not paid for by all. */
export function compileAll(stored: readonly StoredMonitor[], rules: Rules, before: Compiled = new Map()): Compiled {
  const monitors = stored.flatMap((each) => readStored(each) ?? []);
  const organisations = new Map<string, Monitor[]>();
  for (const monitor of monitors)
    organisations.set(monitor.organisationId, [...(organisations.get(monitor.organisationId) ?? []), monitor]);
  const compiled = new Map<string, CompiledMonitor>();
  for (const members of organisations.values()) {
    const sequences = members.flatMap(({ id, version, sequence }) =>
      sequence.length === 0 ? [] : [`${id}@${version}:${sequence.map(({ monitorId }) => monitorId).join(',')}`],
    );
    const linked = sequences.join(';');
    for (const monitor of members) {
      const key = `${monitorKey(monitor)}@${monitor.version}|${linked}`;
      compiled.set(key, before.get(key) ?? compileOne(monitor, members, rules));
    }
  }
  return compiled;
}

function compileOne(monitor: Monitor, members: readonly Monitor[], rules: Rules): CompiledMonitor {
  const { compiled, problems } = rules.compile(
    monitor,
    members.filter((other) => other !== monitor),
  );
  return compiled ?? failing(monitor, problems, rules);
}

/** Null where it was removed. One that this program cannot read (a newer one wrote it) is kept as far as it can be. */
export function readStored({ organisationId, version, body }: StoredMonitor): Monitor | null {
  if (body === null) return null;
  const read = monitorInputSchema.safeParse(body);
  return read.success ? monitorFrom(read.data, { organisationId, version }) : null;
}

const STAND_IN = { when: 'block.number > 0', on: 'block', window: null, sequence: [], reads: [], abi: null } as const;

/** Asked at every block, and fails: the engine tells its owner, as for any other error. */
function failing(monitor: Monitor, problems: readonly RuleProblem[], rules: Rules): CompiledMonitor {
  const { compiled } = rules.compile({ ...monitor, ...STAND_IN, addresses: [], muted: true });
  if (compiled === null) throw new Error('the monitor that stands for broken ones does not compile');
  const [first] = problems;
  return {
    ...compiled,
    monitor,
    matches() {
      throw new Error(`it does not hold any more: ${first?.message ?? 'unknown'} (${first?.path ?? '/'})`);
    },
  };
}
