import { createRules } from '../../adapters/rules/compile-monitor.js';
import { messageOf } from '../../core/errors.js';
import { type MonitorSet, monitorSet, NO_MONITORS } from '../../core/monitor/monitor-set.js';
import type { Logger } from '../../ports/logger.js';
import type { MonitorStore } from '../../ports/monitor-store.js';
import type { Rules } from '../../ports/rules.js';
import { type CompiledMonitors, compileMonitors } from './compile-monitors.js';
import { FINDING_IDS } from './finding-ids.js';

/** Within this a change is heard in every process. */
const REFRESH_MS = 2_000;

/** Every organisation's monitors, compiled, by chain. What cannot be compiled any more stays as one that fails: its owner hears of it. */
export class MonitorBook {
  private position: string | null = null;
  private compiled: CompiledMonitors = new Map();
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
    const set =
      this.compiled.size === 0
        ? NO_MONITORS
        : monitorSet(
            [...this.compiled.values()].map(({ compiled }) => compiled),
            chainId,
          );
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
    this.compiled = compileMonitors(await this.store.current(null), this.rules, this.compiled);
    this.sets = new Map();
    this.position = position;
  }

  close(): void {
    clearInterval(this.timer);
  }
}
