import { randomUUID } from 'node:crypto';
import { type BacktestInput, type BacktestView, backtestResultSchema } from '../../contracts/backtest.js';
import { type MonitorInput, monitorInputSchema } from '../../contracts/monitor.js';
import type { Json } from '../../core/detect/finding.js';
import { messageOf } from '../../core/errors.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { Scoring } from '../../core/score/scoring.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { StoredBacktest } from '../../ports/monitor-store.js';
import type { RuleProblem } from '../../ports/rules.js';
import { runBacktest } from './backtest.js';
import type { MonitorDesk } from './monitor-desk.js';

export interface BacktestDeskDeps {
  readonly control: Pick<ControlStore, 'monitors' | 'backtests'>;
  readonly desk: MonitorDesk;
  readonly sourceOf: (chainId: number) => ChainSource | null;
  readonly knowledge: Knowledge;
  readonly scoring: Scoring;
  readonly nowMs: () => number;
  /** Between two looks whether those that run here were cancelled elsewhere. */
  readonly beatEveryMs?: number;
}

const SAVE_EVERY_MS = 1_000;
const MOST_WAITING = 20;
const CANCELLED = 'it was cancelled';
export const LEFT_BEHIND = 'the process ended before it was done; start it again';
const BEAT_EVERY_MS = 5_000;
/** Longer than a process is busy with one block, and than a database is away for a moment. */
const LOST_AFTER_MS = 60_000;

export type Started =
  | { readonly kind: 'started'; readonly backtest: BacktestView }
  | { readonly kind: 'refused'; readonly problems: readonly Pick<RuleProblem, 'path' | 'message'>[] };

/** Backtests one after the other, in the background, with progress in the store. Any process may ask for and cancel those of another. */
export class BacktestDesk {
  private readonly stop = new AbortController();
  private queue: Promise<void> = Promise.resolve();
  /** Those that wait or run here, each with what ends it. */
  private readonly open = new Map<string, AbortController>();

  private readonly beating: NodeJS.Timeout;

  constructor(private readonly deps: BacktestDeskDeps) {
    this.beating = setInterval(() => void this.beat(), deps.beatEveryMs ?? BEAT_EVERY_MS).unref();
  }

  /** How many wait or run here. */
  get openCount(): number {
    return this.open.size;
  }

  async start(organisationId: string, input: BacktestInput): Promise<Started> {
    const source = this.deps.sourceOf(input.chain);
    if (source === null)
      return refused('/chain', `no source of chain ${input.chain} can be read here; give an RPC endpoint or recorded blocks`);
    if (this.openCount >= MOST_WAITING) return refused('/', 'too many backtests wait; try again when some are done');
    const monitor = await this.sideOf(organisationId, input.monitor, '/monitor');
    if ('problems' in monitor) return { kind: 'refused', problems: monitor.problems };
    const against = input.against == null ? null : await this.stored(organisationId, input.monitor.id, input.against);
    if (against !== null && 'problems' in against) return { kind: 'refused', problems: against.problems };
    const record: StoredBacktest = {
      id: `bt_${randomUUID().replaceAll('-', '')}`,
      organisationId,
      state: 'running',
      request: JSON.parse(JSON.stringify(input)) as Json,
      done: 0,
      total: input.to - input.from + 1,
      createdAtMs: this.deps.nowMs(),
      atWorkMs: this.deps.nowMs(),
      problem: null,
      result: null,
    };
    await this.deps.control.backtests.begin(record);
    this.open.set(record.id, new AbortController());
    this.queue = this.queue.then(() => this.run(record, source, input, monitor.side, against === null ? null : against.side));
    return { kind: 'started', backtest: backtestView(record) };
  }

  async get(organisationId: string, id: string): Promise<BacktestView | null> {
    const stored = await this.read(organisationId, id);
    return stored === null ? null : backtestView(stored);
  }

  /** One that has ended stays as it is. */
  async cancel(organisationId: string, id: string): Promise<BacktestView | null> {
    const { backtests } = this.deps.control;
    const stored = await this.read(organisationId, id);
    if (stored === null) return null;
    this.open.get(id)?.abort(new Error(CANCELLED));
    const ended: StoredBacktest = { ...stored, state: 'failed', problem: CANCELLED };
    if (stored.state === 'running' && (await backtests.save(ended))) return backtestView(ended);
    return backtestView((await backtests.get(organisationId, id)) ?? stored);
  }

  async list(organisationId: string, limit: number): Promise<readonly BacktestView[]> {
    const { backtests } = this.deps.control;
    const stored = await backtests.list(organisationId, limit);
    if (!stored.some((one) => this.isLost(one))) return stored.map(backtestView);
    await this.abandonLost();
    return (await backtests.list(organisationId, limit)).map(backtestView);
  }

  private async read(organisationId: string, id: string): Promise<StoredBacktest | null> {
    const { backtests } = this.deps.control;
    const stored = await backtests.get(organisationId, id);
    if (stored === null || !this.isLost(stored)) return stored;
    await this.abandonLost();
    return backtests.get(organisationId, id);
  }

  private isLost({ state, atWorkMs }: StoredBacktest): boolean {
    return state === 'running' && atWorkMs < this.deps.nowMs() - LOST_AFTER_MS;
  }

  private abandonLost(): Promise<void> {
    return this.deps.control.backtests.abandon(LEFT_BEHIND, this.deps.nowMs() - LOST_AFTER_MS);
  }

  /** Those that wait are at work as well. */
  private async beat(): Promise<void> {
    if (this.open.size === 0) return;
    const ids = [...this.open.keys()];
    const running = await this.deps.control.backtests.beat(ids, this.deps.nowMs()).catch(() => ids); // Asked again soon.
    for (const id of ids) if (!running.includes(id)) this.open.get(id)?.abort(new Error(CANCELLED));
  }

  async close(): Promise<void> {
    clearInterval(this.beating);
    this.stop.abort(new Error(LEFT_BEHIND));
    await this.queue;
  }

  private async run(
    record: StoredBacktest,
    source: ChainSource,
    { from, to }: BacktestInput,
    monitor: readonly CompiledMonitor[],
    against: readonly CompiledMonitor[] | null,
  ): Promise<void> {
    const { control, knowledge, scoring, nowMs } = this.deps;
    const cancelled = this.open.get(record.id);
    let current = record;
    let savedAtMs = nowMs();
    const save = (change: Partial<StoredBacktest>) => {
      current = { ...current, ...change, atWorkMs: nowMs() };
      return control.backtests.save(current).catch(() => undefined); // Whoever asks sees the last progress that was kept.
    };
    try {
      const result = await runBacktest({
        source,
        from,
        to,
        monitor,
        against,
        knowledge,
        scorer: scoring.scorerOf(source.chainId),
        signal: AbortSignal.any([this.stop.signal, ...(cancelled === undefined ? [] : [cancelled.signal])]),
        onProgress(done, total) {
          if (nowMs() - savedAtMs < SAVE_EVERY_MS) return;
          savedAtMs = nowMs();
          void save({ done, total });
        },
      });
      await save({
        state: 'done',
        done: result.blocks + result.missingCount,
        total: result.blocks + result.missingCount,
        result: JSON.stringify(result),
      });
    } catch (error) {
      await save({ state: 'failed', problem: messageOf(error).slice(0, 500) });
    } finally {
      this.open.delete(record.id);
    }
  }

  /** The monitor with what its sequence waits for, and what those wait for. A draft needs no channel yet. */
  private async sideOf(
    organisationId: string,
    input: MonitorInput,
    at: string,
  ): Promise<{ readonly side: readonly CompiledMonitor[] } | { readonly problems: readonly RuleProblem[] }> {
    const { compiled, problems } = await this.deps.desk.compile(organisationId, { ...input, muted: true }, 0);
    if (compiled === null) return { problems: problems.map((problem) => ({ ...problem, path: `${at}${problem.path}` })) };
    const side = [compiled];
    const seen = new Set([compiled.monitor.id]);
    for (const { steps } of side) // It grows while it is gone through.
      for (const { monitorId } of steps) {
        if (seen.has(monitorId)) continue;
        seen.add(monitorId);
        const stored = await this.deps.control.monitors.get(organisationId, monitorId);
        const read = monitorInputSchema.safeParse(stored?.body);
        if (!read.success) return refused(`${at}/sequence`, `${monitorId}, which it waits for, cannot be read`);
        const step = await this.deps.desk.compile(organisationId, { ...read.data, muted: true }, stored?.version ?? 0, input);
        if (step.compiled === null)
          return refused(`${at}/sequence`, `${monitorId}, which it waits for, fails: ${step.problems[0]?.message ?? 'unknown'}`);
        side.push(step.compiled);
      }
    return { side };
  }

  private async stored(organisationId: string, id: string, version: number) {
    const found = (await this.deps.control.monitors.versions(organisationId, id)).find((each) => each.version === version);
    const read = monitorInputSchema.safeParse(found?.body);
    return read.success
      ? this.sideOf(organisationId, read.data, '/against')
      : refused('/against', `there is no version ${version} of ${id}`);
  }
}

function refused(path: string, message: string): { readonly kind: 'refused'; readonly problems: readonly RuleProblem[] } {
  return { kind: 'refused', problems: [{ path, message, line: null, column: null, remedy: null, severity: 'error' }] };
}

function backtestView({ id, state, done, total, createdAtMs, problem, result }: StoredBacktest): BacktestView {
  return {
    id,
    state,
    done,
    total,
    createdAt: new Date(createdAtMs).toISOString(),
    problem,
    result: result === null ? null : backtestResultSchema.parse(JSON.parse(result)),
  };
}
