import type { Consumer, EachBatchPayload, Kafka, KafkaMessage as ReceivedMessage } from 'kafkajs';
import { FatalError, isFatal, messageOf } from '../../core/errors.js';
import type { EventRecord, SubscribeOptions, Subscription } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { headerText, type KafkaMessage, PartAssembler, recordOf } from './kafka-codec.js';
import { isValueOf } from './record-shapes.js';

/** After so long without a heartbeat a member counts as dead, and its keys go to another: what a `kill -9` costs. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 3_000;
const FETCH_BYTES = 8_000_000;
const FETCH_WAIT_MS = 250;
const FIRST_BACKOFF_MS = 20;
const LONGEST_BACKOFF_MS = 5_000;
const COMMIT_ATTEMPTS = 8;

interface SubscriptionParts {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type SendDead = (topic: string, messages: readonly KafkaMessage[]) => Promise<void>;

/** A record and the offset of its last part: what a commit moves past. */
interface Arrived {
  readonly record: EventRecord;
  readonly offset: string;
}

/** One group's reading of one topic: in order a partition, the same records again until they are handled, the position moved only by `commit`. */
export class KafkaSubscription implements Subscription {
  readonly done: Promise<void>;
  private readonly consumer: Consumer;
  private readonly assemblers = new Map<number, PartAssembler>();
  private resolveDone: () => void = () => undefined;
  private rejectDone: (error: unknown) => void = () => undefined;
  private isClosing = false;
  private disconnecting: Promise<void> | null = null;

  constructor(
    kafka: Kafka,
    groupId: string,
    private readonly options: SubscribeOptions,
    private readonly parts: SubscriptionParts,
    private readonly sendDead: SendDead,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolveDone = resolve;
      this.rejectDone = reject;
    });
    this.done.catch(() => undefined); // Who subscribed may look later.
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxBytesPerPartition: FETCH_BYTES,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      retry: { retries: 8, restartOnFailure: async () => !this.isClosing },
    });
  }

  /** Resolves when the first fetch has come back: from then on nothing is missed. */
  async start(): Promise<void> {
    const { consumer, options } = this;
    const fetching = new Promise<void>((resolve) => {
      const forget = consumer.on(consumer.events.FETCH, () => {
        forget();
        resolve();
      });
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.assemblers.clear();
      options.onAssigned?.();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart)
        this.rejectDone(new FatalError('kafka-consumer', `Reading ${options.topic} stopped: ${messageOf(payload.error)}`));
    });
    await consumer.connect();
    await consumer.subscribe({ topic: options.topic, fromBeginning: options.from !== 'latest' });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.eachBatch(payload) });
    await Promise.race([fetching, this.done]);
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    let waiting: Arrived[] = [];
    for (const message of batch.messages) {
      const arrived = await this.arrive(batch.partition, message);
      if (arrived === null) continue;
      const isFull = waiting.length >= (this.options.maxBatch ?? 1);
      if (isFull || (waiting[0] !== undefined && waiting[0].record.key !== arrived.record.key)) {
        if (!(await this.handle(waiting, payload))) return;
        waiting = [];
      }
      waiting.push(arrived);
    }
    if (waiting.length > 0 && !(await this.handle(waiting, payload))) return;
    const last = batch.messages.at(-1);
    if (last !== undefined) payload.resolveOffset(last.offset); // Parts that still wait are kept here; the position is not moved past them.
  }

  /** Null while parts are missing, and for what is no record: that goes to the dead topic, and the next one goes on. */
  private async arrive(partition: number, message: ReceivedMessage): Promise<Arrived | null> {
    const assembler = this.assemblers.get(partition) ?? new PartAssembler(() => this.count('drop', 'incomplete-parts'));
    this.assemblers.set(partition, assembler);
    const bytes = message.value ?? Buffer.alloc(0);
    const assembled = assembler.take(bytes, message.headers);
    if (assembled.kind === 'waiting') return null;
    const key = message.key?.toString() ?? '';
    try {
      const record = await recordOf(key, assembled.bytes, message.headers);
      if (!isValueOf(this.options.topic, record.value)) throw new Error('the value is not of this topic');
      return { record, offset: message.offset };
    } catch (error) {
      await this.bury(key, bytes, message, messageOf(error));
      return null;
    }
  }

  private async bury(key: string, value: Buffer, message: ReceivedMessage, reason: string): Promise<void> {
    const { topic } = this.options;
    this.parts.logger.error({ topic, offset: message.offset, reason }, 'a record is unreadable; it went to the dead topic');
    this.count('dead', 'unreadable');
    const headers = {
      schema: headerText(message.headers, 'schema'),
      encoding: headerText(message.headers, 'encoding'),
      reason: reason.slice(0, 500),
    };
    await this.sendDead(`${topic}.dead`, [{ key, value, headers }]);
  }

  private count(outcome: 'drop' | 'dead', reason: string): void {
    this.parts.metrics.count('tocsin_outcomes_total', { stage: this.options.group, outcome, reason });
  }

  /** The same records until they are handled. False where reading ends or moves on to somebody else meanwhile. */
  private async handle(
    arrived: readonly Arrived[],
    { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  ): Promise<boolean> {
    const records = arrived.map(({ record }) => record);
    const last = arrived.at(-1)?.offset ?? '0';
    // A handler may take longer than a session: the group must know that somebody is at work.
    const beating = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      for (let failures = 0; isRunning() && !isStale() && !this.isClosing; failures += 1) {
        try {
          const handled = await this.options.handle(records);
          if (handled === 'commit') await this.commit(batch, last);
          resolveOffset(last);
          return true;
        } catch (error) {
          if (isFatal(error)) return this.fail(error);
          const log = { topic: this.options.topic, group: this.options.group, error: messageOf(error), failures };
          this.parts.logger.warn(log, 'a record was not handled; it comes again');
          const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
          await new Promise((resolve) => setTimeout(resolve, backoff));
        }
      }
      return false;
    } finally {
      clearInterval(beating);
    }
  }

  /** A commit that fails costs a second delivery at most, never a second call of the handler now: the next commit moves past it as well. */
  private async commit({ topic, partition }: EachBatchPayload['batch'], last: string): Promise<void> {
    const offset = (BigInt(last) + 1n).toString();
    for (let attempt = 0; attempt === 0 || (attempt < COMMIT_ATTEMPTS && !this.isClosing); attempt += 1) {
      try {
        await this.consumer.commitOffsets([{ topic, partition, offset }]);
        return;
      } catch (error) {
        this.parts.logger.warn({ topic, partition, error: messageOf(error), attempt }, 'a position was not moved; trying again');
        await new Promise((resolve) => setTimeout(resolve, FIRST_BACKOFF_MS * 2 ** attempt));
      }
    }
  }

  private fail(error: unknown): false {
    this.isClosing = true;
    this.rejectDone(error);
    this.disconnect().catch(() => undefined); // Not awaited: this very batch is what it would wait for.
    return false;
  }

  private disconnect(): Promise<void> {
    this.disconnecting ??= this.consumer.disconnect();
    return this.disconnecting;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.disconnect();
    this.resolveDone();
  }
}
