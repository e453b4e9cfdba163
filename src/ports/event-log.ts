export const TOPICS = ['blocks.v1', 'findings.v1', 'alerts.v1'] as const;
export type Topic = (typeof TOPICS)[number];
export type DeadTopic = `${Topic}.dead`;

export interface EventHeaders {
  readonly schema: string;
  readonly chain: string;
  readonly block: string;
  readonly traceparent?: string;
}

/** A structured value: plain objects, arrays, strings, numbers, bigints, booleans, null, Uint8Array. Adapters encode it where they must. */
export interface EventRecord {
  /** The chain id: records of one key keep their order. */
  readonly key: string;
  readonly value: unknown;
  readonly headers: EventHeaders;
}

/**
 * What a handler says of a record that it handled: `commit` moves the group's position past it (and past everything held before it);
 * `hold` goes on without moving, so that after a restart this record comes again. A handler that throws gets the same record again, after a back-off;
 * a FatalError stops the subscription instead.
 */
export type Handled = 'commit' | 'hold';

export interface Subscription {
  /** Stops consuming after the record in hand, commits what was handled, then resolves. */
  close(): Promise<void>;
  /** Rejects with the FatalError that stopped the subscription; never resolves otherwise, except after close(). */
  readonly done: Promise<void>;
}

export interface SubscribeOptions {
  readonly topic: Topic | DeadTopic;
  /** Consumer group. Members share the keys; each key goes to one member at a time. */
  readonly group: string;
  /** `earliest` (default): a group without a position starts at the oldest record; `latest`: at the next one. */
  readonly from?: 'earliest' | 'latest';
  /** Records of one key that were ready are given together, in order, at most this many. Default 1. */
  readonly maxBatch?: number;
  /** This member got keys, maybe others than before: what a handler remembers of them may be out of date, and records since the last commit come again. */
  onAssigned?(): void;
  handle(records: readonly EventRecord[]): Promise<Handled>;
}

/** An ordered log of records a key. At least once; bounded: publishing waits where a consumer is behind (in process) or the broker refuses. */
export interface EventLog {
  /** True where records outlive the process: consumers resume from their own position. */
  readonly durable: boolean;
  /** Resolves when all records are durable (or, in process, accepted within the bound). */
  publish(topic: Topic | DeadTopic, records: readonly EventRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Records behind the head, by group: what autoscaling and health look at. */
  lag(topic: Topic, group: string): Promise<number>;
  close(): Promise<void>;
}
