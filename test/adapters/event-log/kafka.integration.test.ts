import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { openKafkaEventLog } from '../../../src/adapters/event-log/kafka.js';
import { messagesOf, PartAssembler } from '../../../src/adapters/event-log/kafka-codec.js';
import { isFatal } from '../../../src/core/errors.js';
import type { EventRecord } from '../../../src/ports/event-log.js';
import { eventLogContract } from '../../contract/event-log.js';
import { type Broker, canRunKafka, startKafka } from '../../support/kafka.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';

if (await canRunKafka()) {
  let broker: Broker;
  const metrics = createCountedMetrics();
  const open = (groupPrefix = 'contract') =>
    openKafkaEventLog({ brokers: [broker.address], logger: SILENT_LOGGER, metrics, groupPrefix, partitions: 3 });
  beforeAll(async () => {
    broker = await startKafka();
  }, 300_000);
  afterAll(() => broker.close());

  eventLogContract('over Kafka', async () => ({ log: await open(), reopen: open }));

  describe('Kafka', () => {
    const record = (number: number, value: object): EventRecord => ({
      key: '7',
      value: { kind: 'gap', chainId: 7, from: number, to: number, reason: '', ...value },
      headers: { schema: 'blocks.v1', chain: '7', block: String(number) },
    });

    it('puts what cannot be read on the dead topic, and the next record is handled', async () => {
      const log = await open('dead');
      const raw = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING }).producer();
      await raw.connect();
      const seen: EventRecord[] = [];
      const dead: unknown[] = [];
      let done: () => void = () => undefined;
      const both = new Promise<void>((resolve) => {
        done = resolve;
      });
      const buried = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING }).consumer({ groupId: 'undertaker' });
      await buried.connect();
      await buried.subscribe({ topic: 'blocks.v1.dead', fromBeginning: true });
      await buried.run({
        eachMessage: async ({ message }) => {
          dead.push(message.headers?.['reason']?.toString());
          if (seen.length === 1 && dead.length === 3) done();
        },
      });
      await log.subscribe({
        topic: 'blocks.v1',
        group: 'analyse',
        async handle(records) {
          seen.push(...records);
          if (seen.length === 1 && dead.length === 3) done();
          return 'commit';
        },
      });
      const headers = { encoding: 'br', schema: 'blocks.v1' };
      const [good] = await messagesOf(record(5, {}));
      const [foreign] = await messagesOf({ ...record(4, {}), value: { kind: 'something else' } });
      await raw.send({
        topic: 'blocks.v1',
        messages: [
          { key: '7', value: 'garbage', headers },
          { key: '7', value: 'no encoding' },
          { key: '7', value: foreign?.value ?? '', headers },
          { key: '7', value: good?.value ?? '', headers: good?.headers ?? {} },
        ],
      });
      await both;
      expect(seen).toHaveLength(1);
      expect(dead).toHaveLength(3);
      expect(dead).toContain('the value is not of this topic');
      expect(metrics.total('tocsin_outcomes_total')).toBeGreaterThanOrEqual(3);
      await buried.disconnect();
      await raw.disconnect();
      await log.close();
    });

    it('says which setting to look at where no broker answers', async () => {
      const refusal = await openKafkaEventLog({ brokers: ['127.0.0.1:1'], logger: SILENT_LOGGER, metrics }).catch(
        (error: unknown) => error,
      );
      expect(isFatal(refusal) && refusal.message).toContain('TOCSIN_KAFKA_BROKERS');
    });
  });
}

describe('parts of a large record', () => {
  const part = (id: string, at: number, of: number) => ({ id, part: String(at), parts: String(of) });

  it('that were cut off are dropped when the next record begins', () => {
    let dropped = 0;
    const assembler = new PartAssembler(() => {
      dropped += 1;
    });
    expect(assembler.take(Buffer.from('a'), part('x', 0, 3)).kind).toBe('waiting');
    expect(assembler.take(Buffer.from('b'), part('x', 1, 3)).kind).toBe('waiting');
    expect(assembler.take(Buffer.from('a'), part('x', 0, 3)).kind).toBe('waiting');
    expect(assembler.take(Buffer.from('b'), part('x', 1, 3)).kind).toBe('waiting');
    expect(assembler.take(Buffer.from('c'), part('x', 2, 3))).toEqual({ kind: 'whole', bytes: Buffer.from('abc') });
    expect(assembler.take(Buffer.from('a'), part('y', 0, 2)).kind).toBe('waiting');
    expect(assembler.take(Buffer.from('whole'), {})).toEqual({ kind: 'whole', bytes: Buffer.from('whole') });
    expect(assembler.take(Buffer.from('b'), part('y', 1, 2)).kind).toBe('waiting');
    expect(dropped).toBe(2);
  });
});
