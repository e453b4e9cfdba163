import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/lab/random.js';
import { SCENARIOS } from '../../src/lab/scenarios/catalogue.js';
import type { MinedDeed } from '../../src/lab/town.js';
import { openRealtime } from '../../src/sdk/realtime.js';
import { CLUSTER_ROLES, Cluster } from '../support/cluster.js';
import { difference, flawsOf, isSame, type Raised, settled } from '../support/cluster-whole.js';
import { waitUntil } from '../support/wait-until.js';
import type { ReceivedWebhook } from '../support/webhook-receiver.js';
import { type KillReport, killPlan, strike } from './kills.js';
import { reportOf } from './report.js';
import { undisturbedAlerts } from './undisturbed.js';

/**
 * `npm run chaos -- --kills 200 [--seed N] [--block-ms 1500] [--blocks 0]`: kills roles of a cluster at random moments while a town lives and is attacked, then holds what came of it to what
 * an undisturbed process comes to on the same chain. Writes `test/chaos/results/`; exit code 1 where anything was lost or doubled.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'block-ms': { type: 'string', default: '1500' },
    blocks: { type: 'string', default: '0' },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const blockMs = Number(values['block-ms']);
/** Mined in any case: with no kills, a run that must agree as well. */
const leastBlocks = Number(values.blocks);
const PATIENCE_MS = 900_000;
/** Of the receiver that is not well: how often it answers 500, and how often it takes a message and hangs up. */
const ILL = 0.003;
const CHANNELS = ['team', 'shaky'] as const;
/** Stories that need hours of chain time would make old code of everything. */
const STORIES = SCENARIOS.filter(({ takesTime }) => takesTime === undefined);

const say = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

const cluster = await Cluster.open({ stories: STORIES, settings: { TOCSIN_CANARY_S: '2' } });
try {
  const { life, receiver, chainId } = cluster;
  const refused = new Set<ReceivedWebhook>();
  const illness = new Random(seed + 1);
  receiver.answer((received) => {
    if (!received.path.endsWith('/shaky') || !illness.chance(ILL)) return { status: 204 };
    if (illness.chance(0.5)) return 'hang-up'; // It has the message; the sender does not know.
    refused.add(received);
    return { status: 500 };
  });

  await Promise.all(CLUSTER_ROLES.filter((role) => role !== 'ingest').map((role) => cluster.start(role)));
  for (const id of CHANNELS)
    await cluster.api('POST', '/v1/channels', { id, kind: 'webhook', target: `${receiver.url}/${id}`, minSeverity: 'info' });
  for (const monitor of monitorsOn(chainId)) await cluster.api('POST', '/v1/monitors', monitor);

  const onSocket: string[] = [];
  const gaps: string[] = [];
  const socket = openRealtime({
    url: cluster.apiUrl,
    apiKey: cluster.apiKey,
    filter: { chains: [chainId] },
    onEvent: (name, { type, data }) => {
      if (name === 'alert' && type === 'alert.created') onSocket.push(String(Reflect.get(Object(data), 'id')));
    },
    onGap: (reason) => gaps.push(reason),
  });
  await waitUntil('the socket follows', () => socket.cursor !== null);
  await cluster.start('ingest');

  say(`${kills} kills, seed ${seed}, a block each ${blockMs} ms`);
  const struck: KillReport[] = [];
  const startedAt = performance.now();
  let isOver = false;
  const mining = life.goOn(() => isOver && life.town.headNumber >= leastBlocks && life.town.isQuiet, blockMs);
  await strike(cluster, killPlan(seed, kills), (kill) => {
    struck.push(kill);
    if (struck.length % 10 === 0) say(`${struck.length} kills, block ${life.town.headNumber}, ${receiver.received.length} messages`);
  });
  isOver = true;
  await mining;
  const strikingS = (performance.now() - startedAt) / 1_000;

  say('all roles are up again; waiting until nothing moves');
  const whole = await settled(cluster, {
    paths: CHANNELS.map((id) => `/${id}`),
    took: (received) => !refused.has(received),
    patienceMs: PATIENCE_MS,
  });
  const settledS = (performance.now() - startedAt) / 1_000 - strikingS;
  await waitUntil('the socket heard of all', () => onSocket.length >= whole.alertIds.length, PATIENCE_MS).catch(() => undefined);
  socket.close();

  say('the same chain in one process that nobody disturbs');
  const undisturbed = await undisturbedAlerts(cluster);
  const heard = [...onSocket].sort();
  const flaws = [
    // That each story is found is the lab's test, where each is played once; here none may be lost that is found undisturbed.
    ...flawsOf({ ...whole, missedAttacks: whole.missedAttacks.filter((deed) => isNamed(deed, undisturbed)) }),
    ...[...undisturbed].flatMap(([id, what]) => (whole.alerts.has(id) ? [] : [`not raised, as it is undisturbed: ${textOf(what)}`])),
    ...[...whole.alerts].flatMap(([id, what]) => (undisturbed.has(id) ? [] : [`raised, as it is not undisturbed: ${textOf(what)}`])),
    ...(isSame(whole.alertIds, heard) ? [] : [`the socket did not hear each alert once: ${difference(whole.alertIds, heard)}`]),
    ...gaps.map((reason) => `the socket lost its place: ${reason}`),
  ];
  const report = reportOf({
    kills: struck,
    seed,
    blockMs,
    whole,
    onSocket: heard.length,
    undisturbed: undisturbed.size,
    attacks: life.attacks.length,
    strikingS,
    settledS,
    refused: refused.size,
    flaws,
  });
  mkdirSync(values.out, { recursive: true });
  writeFileSync(path.join(values.out, `kills-${kills}.md`), report);
  process.stdout.write(`\n${report}`);
  if (flaws.length > 0) process.exitCode = 1;
} finally {
  await cluster.close();
}

function isNamed({ detectorId, transactionHash }: MinedDeed, alerts: ReadonlyMap<string, Raised>): boolean {
  return [...alerts.values()].some((alert) => alert.transactionHash === transactionHash && alert.detectorId === detectorId);
}

function textOf({ detectorId, blockNumber, transactionHash }: Raised): string {
  return `${detectorId} in block ${blockNumber}, ${transactionHash ?? 'no transaction'}`;
}

/** What needs memory: a plain one, one that counts, one that waits for another, so that a lost or doubled block shows. */
function monitorsOn(chain: number): readonly object[] {
  const common = { chains: [chain], channels: CHANNELS, owner: 'chaos@example.org', severity: 'low' };
  return [
    { ...common, id: 'payment', title: 'A payment', on: 'transaction', when: 'tx.value > amount("1", 17)' },
    {
      ...common,
      id: 'busy',
      title: 'A sender is busy',
      on: 'transaction',
      when: 'tx.value >= amount("0", 18)',
      window: { for: '5m', groupBy: 'tx.from', count: true, over: 3 },
    },
    {
      ...common,
      id: 'tokens-after-payment',
      title: 'Tokens move after a payment',
      on: 'transfer',
      when: 'transfer.amount > amount("1", 6)',
      sequence: [{ monitor: 'payment', within: '10m', by: 'tx.from' }],
      cooldown: '10m',
    },
  ];
}
