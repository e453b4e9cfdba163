import { isFatal, messageOf } from '../../core/errors.js';
import type { DeadTopic, EventLog, EventRecord, SubscribeOptions, Subscription, Topic } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';

const DEFAULT_BOUND = 256;
const FIRST_BACKOFF_MS = 10;
const LONGEST_BACKOFF_MS = 5_000;

export interface InProcessEventLogOptions {
  readonly logger: Logger;
  /** Records that may wait for one group of one topic; publishing waits beyond. */
  readonly bound?: number;
}

/** Records of one key waiting for a group: handled in order, one batch at a time. */
interface Lane {
  readonly records: EventRecord[];
  isRunning: boolean;
}

/** One group's view of one topic. */
class Group {
  private readonly lanes = new Map<string, Lane>();
  private readonly roomWaiters: (() => void)[] = [];
  private readonly idleWaiters: (() => void)[] = [];
  private waiting = 0;
  private running = 0;
  private isClosed = false;
  private resolveDone: () => void = () => undefined;
  private rejectDone: (error: unknown) => void = () => undefined;
  readonly done: Promise<void>;

  constructor(
    private readonly options: SubscribeOptions,
    private readonly bound: number,
    private readonly logger: Logger,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolveDone = resolve;
      this.rejectDone = reject;
    });
    this.done.catch(() => undefined); // Who subscribed may look later.
  }

  get lag(): number {
    return this.waiting;
  }

  async offer(record: EventRecord): Promise<void> {
    while (this.waiting >= this.bound && !this.isClosed) await new Promise<void>((resolve) => this.roomWaiters.push(resolve));
    if (this.isClosed) return;
    const lane = this.lanes.get(record.key) ?? { records: [], isRunning: false };
    this.lanes.set(record.key, lane);
    lane.records.push(record);
    this.waiting += 1;
    if (!lane.isRunning) void this.run(record.key, lane);
  }

  private async run(key: string, lane: Lane): Promise<void> {
    lane.isRunning = true;
    this.running += 1;
    // A later turn: records published in one go are handled in one batch.
    await new Promise<void>((resolve) => setImmediate(resolve));
    try {
      while (lane.records.length > 0 && !this.isClosed) {
        const batch = lane.records.slice(0, this.options.maxBatch ?? 1);
        await this.handleUntilDone(batch);
        if (this.isClosed) break;
        lane.records.splice(0, batch.length);
        this.waiting -= batch.length;
        for (const wake of this.roomWaiters.splice(0)) wake();
      }
    } catch (error) {
      this.isClosed = true;
      for (const wake of this.roomWaiters.splice(0)) wake();
      this.rejectDone(error);
    } finally {
      lane.isRunning = false;
      this.running -= 1;
      if (lane.records.length === 0) this.lanes.delete(key);
      if (this.running === 0) for (const wake of this.idleWaiters.splice(0)) wake();
    }
  }

  /** The same records again until the handler returns; only a FatalError gets out. */
  private async handleUntilDone(batch: readonly EventRecord[]): Promise<void> {
    for (let failures = 0; !this.isClosed; failures += 1) {
      try {
        await this.options.handle(batch);
        return;
      } catch (error) {
        if (isFatal(error)) throw error;
        const log = { topic: this.options.topic, group: this.options.group, error: messageOf(error), failures };
        this.logger.warn(log, 'a record was not handled; it comes again');
        const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
        await new Promise<void>((resolve) => setTimeout(resolve, backoff));
      }
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const wake of this.roomWaiters.splice(0)) wake();
    if (this.running > 0) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
    this.resolveDone();
  }
}

/** Records that no group has asked for yet. Bounded: at the bound publishing waits for the first group. */
interface Parked {
  readonly records: EventRecord[];
  readonly waiters: (() => void)[];
}

/**
 * The event log of one process: the same promises as Kafka's while the process lives. After a crash it is empty, and ingest fills it again from the last
 * saved state (`durable` is false).
 */
export function createInProcessEventLog(options: InProcessEventLogOptions): EventLog {
  const bound = options.bound ?? DEFAULT_BOUND;
  const groups = new Map<string, Map<string, Group>>();
  const parked = new Map<string, Parked>();
  let isClosed = false;

  function groupsOf(topic: string): Map<string, Group> {
    const known = groups.get(topic) ?? new Map<string, Group>();
    groups.set(topic, known);
    return known;
  }

  async function publish(topic: Topic | DeadTopic, records: readonly EventRecord[]): Promise<void> {
    for (const record of records) {
      if (isClosed) return;
      const listeners = groupsOf(topic);
      if (listeners.size === 0) await park(topic, record);
      else await Promise.all([...listeners.values()].map((group) => group.offer(record)));
    }
  }

  async function park(topic: string, record: EventRecord): Promise<void> {
    const shelf = parked.get(topic) ?? { records: [], waiters: [] };
    parked.set(topic, shelf);
    while (shelf.records.length >= bound && parked.get(topic) === shelf) await new Promise<void>((resolve) => shelf.waiters.push(resolve));
    if (parked.get(topic) === shelf) shelf.records.push(record);
    else await Promise.all([...groupsOf(topic).values()].map((group) => group.offer(record)));
  }

  return {
    durable: false,
    publish,

    async subscribe(subscription): Promise<Subscription> {
      const listeners = groupsOf(subscription.topic);
      const group = new Group(subscription, bound, options.logger);
      const shelf = parked.get(subscription.topic);
      listeners.set(subscription.group, group);
      if (shelf !== undefined) {
        parked.delete(subscription.topic);
        if (subscription.from !== 'latest') for (const record of shelf.records) await group.offer(record);
        for (const wake of shelf.waiters.splice(0)) wake();
      }
      return {
        done: group.done,
        async close() {
          listeners.delete(subscription.group);
          await group.close();
        },
      };
    },

    async lag(topic, group) {
      return groups.get(topic)?.get(group)?.lag ?? 0;
    },

    async close() {
      isClosed = true;
      for (const shelf of parked.values()) for (const wake of shelf.waiters.splice(0)) wake();
      parked.clear();
      await Promise.all([...groups.values()].flatMap((topic) => [...topic.values()].map((group) => group.close())));
      groups.clear();
    },
  };
}
