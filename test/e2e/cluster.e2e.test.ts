import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SCENARIOS } from '../../src/lab/scenarios/catalogue.js';
import { type KillReport, killPlan, strike } from '../chaos/kills.js';
import { CLUSTER_ROLES, Cluster } from '../support/cluster.js';
import { createdIn, flawsOf, settled, storedRows } from '../support/cluster-whole.js';
import { canRunKafka } from '../support/kafka.js';
import { waitUntil } from '../support/wait-until.js';

/** What is told here must reach people once; that each detector finds its story is the lab's test. */
const TOLD = new Set([
  'admin-owner-changed',
  'admin-proxy-upgraded',
  'approval-to-flagged',
  'contract-metamorphic',
  'funding-from-mixer',
  'reentrancy-state-changing',
]);
const STORIES = SCENARIOS.filter(({ detectorId }) => TOLD.has(detectorId));
/** Of the alerts that are told before the first kill. */
const WARNED_BEFORE = 3;
/** Mined while all roles run again. */
const BLOCKS_AFTER = 5;
/** Under load all the same: Ethereum takes 48 times as long for one. */
const BLOCK_MS = 250;
const alarmBody = z.object({ type: z.string(), data: z.object({ watcher: z.string(), lines: z.array(z.object({ name: z.string() })) }) });
const PATIENCE_MS = 90_000;
const SEED = Number(process.env['TOCSIN_TEST_SEED'] ?? 20_261_127);
const CHANNEL = '/hook/team';

if (!(await canRunKafka())) {
  it('a cluster is left out without Java and Maven, and never where CI runs', () => expect(process.env['CI']).not.toBe('true'));
} else {
  describe('a cluster of roles over Kafka, PostgreSQL and ClickHouse', () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await Cluster.open({ stories: STORIES, settings: { TOCSIN_CANARY_S: '1' } });
    }, 120_000);
    afterAll(() => cluster?.close(), 60_000);

    const created = () => createdIn(cluster.receiver.received);
    const whole = () => settled(cluster, { paths: [CHANNEL], patienceMs: PATIENCE_MS });

    it('loses no finding and doubles no alert when the analysis is killed in mid-stream', async () => {
      const { life } = cluster;
      await Promise.all(CLUSTER_ROLES.filter((role) => role !== 'ingest').map((role) => cluster.start(role)));
      const channel = { id: 'team', kind: 'webhook', target: `${cluster.receiver.url}/team`, minSeverity: 'info' };
      await cluster.api('POST', '/v1/channels', channel);
      await cluster.start('ingest');
      await life.goOn(() => life.attacksBegun > STORIES.length / 2);
      // People were warned already: what is analysed once more must not warn them again.
      await waitUntil('the first alerts are told', () => created().length >= WARNED_BEFORE, PATIENCE_MS);
      const mining = life.goOn(() => life.isTold(1));
      await cluster.kill('analyse');
      const atKill = await storedRows(cluster, 'blocks');
      await mining;
      expect(atKill).toBeGreaterThan(0);
      expect(atKill).toBeLessThan(life.town.headNumber);
      await cluster.start('analyse');
      await waitUntil('the analysis is past where it was', async () => (await storedRows(cluster, 'blocks')) > atKill, PATIENCE_MS);
      const last = life.town.headNumber + BLOCKS_AFTER;
      await life.goOn(() => life.town.headNumber === last);
      expect(life.attacks.length).toBeGreaterThanOrEqual(STORIES.length);
      const result = await whole();
      expect(flawsOf(result)).toEqual([]);
      // The delivery was not disturbed: nothing came twice.
      expect(result.repeats).toBe(0);
    }, 120_000);

    it('nor when every role is killed at a random moment under load; a message that comes again has the webhook-id that it had', async () => {
      const { life } = cluster;
      process.stderr.write(`kills: TOCSIN_TEST_SEED=${SEED}\n`);
      const kills: KillReport[] = [];
      let isOver = false;
      const mining = life.goOn(() => isOver && life.isTold(2), BLOCK_MS);
      await strike(cluster, killPlan(SEED, CLUSTER_ROLES.length), (kill) => kills.push(kill));
      isOver = true;
      await mining;
      expect(kills.map(({ role }) => role).sort()).toEqual([...CLUSTER_ROLES].sort());
      expect(life.attacks.length).toBeGreaterThanOrEqual(2 * STORIES.length);
      expect(flawsOf(await whole())).toEqual([]);
    }, 150_000);

    it('raises the alarm from the other end where delivery is gone, by a path of its own, and says when canaries are heard again', async () => {
      const { receiver } = cluster;
      const alarms = () =>
        receiver.received.filter(({ path }) => path === '/hook/alarm').map(({ body }) => alarmBody.parse(JSON.parse(body)));
      const line = 'channel default/team';
      const isTold = (type: string) =>
        alarms().some(
          (alarm) => alarm.type === type && alarm.data.watcher === 'ingest' && alarm.data.lines.some(({ name }) => name === line),
        );
      await waitUntil('canaries come through', async () => (await cluster.control.canaries.channels('default'))[0]?.heardAtMs != null);
      receiver.forget();
      await cluster.kill('deliver');
      await waitUntil('ingest says so', () => isTold('canary.silent'));
      await cluster.start('deliver');
      await waitUntil('they are heard again', () => isTold('canary.heard'));
    }, 90_000);

    it('stops every role in order at SIGTERM', async () => {
      const ended = await cluster.stopAll();
      expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
      expect(ended).toHaveLength(CLUSTER_ROLES.length);
    });
  });
}
