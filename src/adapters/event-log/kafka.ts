import { type Admin, CompressionTypes, Kafka, logLevel, type Producer } from 'kafkajs';
import { FatalError, messageOf, RetryableError } from '../../core/errors.js';
import { type DeadTopic, type EventLog, type EventRecord, TOPICS, type Topic } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { type KafkaMessage, MAX_PART_BYTES, messagesOf } from './kafka-codec.js';
import { KafkaSubscription } from './kafka-subscription.js';

export interface KafkaEventLogOptions {
  readonly brokers: readonly string[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of topics that are made now: at least one a chain. Existing topics stay as they are. */
  readonly partitions?: number;
  /** Before every group: several instances on one broker, as tests have them. */
  readonly groupPrefix?: string;
}

const PARTITIONS = 12;
const CONNECT_WITHIN_MS = 10_000;

/** Apache Kafka: one record a block, keyed by chain, idempotent, acknowledged by all replicas. */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const { logger } = options;
  const kafka = new Kafka({
    clientId: 'tocsin',
    brokers: [...options.brokers],
    connectionTimeout: CONNECT_WITHIN_MS,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ log: { message, ...fields } }) =>
        logger.warn({ kafka: message, broker: fields['broker'], error: fields['error'] }, 'Kafka'),
  });
  const admin = kafka.admin();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    await admin.connect();
    await makeTopics(admin, options.partitions ?? PARTITIONS);
    await producer.connect();
  } catch (error) {
    throw new FatalError(
      'no-kafka',
      `TOCSIN_KAFKA_BROKERS (${options.brokers.join(', ')}) cannot be used: ${messageOf(error)}. Check the addresses, and that topics may be made.`,
      {},
      { cause: error },
    );
  }
  const subscriptions = new Set<KafkaSubscription>();
  const groupOf = (group: string) => `${options.groupPrefix ?? 'tocsin'}.${group}`;
  return {
    durable: true,
    publish: (topic, records) => publish(producer, topic, records),
    async subscribe(subscription) {
      const opened = new KafkaSubscription(kafka, groupOf(subscription.group), subscription, options, (topic, messages) =>
        send(producer, topic, messages),
      );
      subscriptions.add(opened);
      await opened.start();
      return opened;
    },
    async lag(topic, group) {
      const [heads, positions] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId: groupOf(group), topics: [topic] }),
      ]);
      const committed = new Map(
        positions.flatMap(({ partitions }) => partitions.map(({ partition, offset }) => [partition, Number(offset)])),
      );
      return heads.reduce((sum, { partition, high, low }) => {
        const at = committed.get(partition) ?? -1;
        return sum + Math.max(0, Number(high) - (at < 0 ? Number(low) : at));
      }, 0);
    },
    async close() {
      for (const subscription of subscriptions) await subscription.close();
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

async function makeTopics(admin: Admin, numPartitions: number): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const topics = TOPICS.flatMap((topic) => [topic, `${topic}.dead`]).filter((topic) => !existing.has(topic));
  if (topics.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map((topic) => ({
      topic,
      numPartitions: topic.endsWith('.dead') ? 1 : numPartitions,
      replicationFactor: -1, // The broker's default.
    })),
  });
}

async function publish(producer: Producer, topic: Topic | DeadTopic, records: readonly EventRecord[]): Promise<void> {
  await send(producer, topic, (await Promise.all(records.map(messagesOf))).flat());
}

/** In order, as many at once as fit into what a broker takes for one batch. */
async function send(producer: Producer, topic: string, messages: readonly KafkaMessage[]): Promise<void> {
  let batch: KafkaMessage[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const sending = batch;
    batch = [];
    bytes = 0;
    try {
      await producer.send({ topic, acks: -1, compression: CompressionTypes.None, messages: sending });
    } catch (error) {
      throw new RetryableError('kafka-send', `The broker did not take ${topic}: ${messageOf(error)}`, { topic }, { cause: error });
    }
  };
  for (const message of messages) {
    if (bytes + message.value.length > MAX_PART_BYTES) await flush();
    batch.push(message);
    bytes += message.value.length;
  }
  await flush();
}
