import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { openKafkaEventLog } from '../../../src/adapters/event-log/kafka.js';
import { startApi } from '../../../src/apps/api/start-api.js';
import type { EventLog } from '../../../src/ports/event-log.js';
import { type Broker, canRunKafka, startKafka } from '../../support/kafka.js';
import { SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';
import { type Served, serve } from '../api/serve.js';
import { alertStageOf, analysed } from '../api/things.js';
import { TestSocket } from './sockets.js';

if (await canRunKafka()) {
  let broker: Broker;
  let admin: Admin;
  let served: Served;
  let logs: readonly EventLog[];

  beforeAll(async () => {
    broker = await startKafka();
    admin = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    served = await serve();
    const open = () =>
      openKafkaEventLog({ brokers: [broker.address], logger: SILENT_LOGGER, metrics: served.parts.metrics, partitions: 2 });
    logs = [await open(), await open(), await open()];
  }, 300_000);
  afterAll(async () => {
    await Promise.all((logs ?? []).map((log) => log.close()));
    await served?.close();
    await admin?.disconnect();
    await broker?.close();
  });

  describe('two instances over one broker', () => {
    it('tell each of their clients everything, and leave no group behind when they are gone', async () => {
      const [first, second, pipeline] = logs;
      if (first === undefined || second === undefined || pipeline === undefined) throw new Error('no log');
      const config = { ...served.parts.config, port: 0 };
      const instances = [await startApi({ ...served.parts, config, log: first }), await startApi({ ...served.parts, config, log: second })];
      const groups = async () => (await admin.listGroups()).groups.filter(({ groupId }) => groupId.includes('realtime-'));
      expect(await groups()).toHaveLength(2);
      const clients = await Promise.all(instances.map(({ url }) => TestSocket.connect(url)));
      for (const client of clients) await client.ask('subscribe', {});
      const blocks = Array.from({ length: 20 }, (_, i) => 100 + i);
      const stage = alertStageOf({ control: served.control, log: pipeline });
      for (const block of blocks) await stage.handle([analysed(block)]);
      for (const client of clients) await client.until((heard) => heard.length >= blocks.length * 3);
      expect(clients.map((client) => client.blocks())).toEqual([blocks, blocks]);
      expect(new Set(clients.map(({ heard }) => heard.map(({ cursor }) => cursor).join())).size).toBe(1);
      for (const { groupId } of await groups())
        expect(
          (await admin.fetchOffsets({ groupId })).flatMap(({ partitions }) => partitions.filter(({ offset }) => offset !== '-1')),
        ).toEqual([]);
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(instances.map((instance) => instance.close()));
      await waitUntil('the broker has forgotten the groups', async () => (await groups()).length === 0);
    });
  });
}
