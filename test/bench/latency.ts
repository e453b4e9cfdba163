import { io } from 'socket.io-client';
import { openAnalyticsStore } from '../../src/adapters/analytics-store/open-analytics-store.js';
import { RpcChainSource } from '../../src/adapters/chain-source/rpc-chain-source.js';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { createInProcessEventLog } from '../../src/adapters/event-log/in-process.js';
import { createNotifier } from '../../src/adapters/notifier/create-notifier.js';
import { startApi } from '../../src/apps/api/start-api.js';
import { createMetrics } from '../../src/apps/platform/metrics.js';
import { openScorer } from '../../src/apps/platform/open-scorer.js';
import { startPipeline } from '../../src/apps/standalone/pipeline.js';
import type { Label } from '../../src/core/detect/detector.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import { SILENT } from './parts.js';
import type { ReplayNode } from './replay-node.js';

const KEY = 'bench-key-0123456789';
const EVERY_MS = 200;
const WARM = 20;

/** A label that every block meets: what the recorded blocks call most, flagged here, so that each block raises alerts. */
const LABEL: Label = {
  address: '0xdac17f958d2ee523a2206206994597c13d831ec7',
  category: 'phishing',
  source: 'bench',
  confidence: 1,
  name: null,
  chainId: 1,
};

export interface Latency {
  readonly blocks: number;
  readonly alerts: number;
  readonly p50: number;
  readonly p99: number;
}

/** From a block fetched to its first alert on a socket, one block at a time, through every stage, store and server. */
export async function measureLatency(node: ReplayNode, blocks = 120): Promise<Latency> {
  await node.setHead(node.first);
  const control = await openControlStore({ migrate: true });
  const analytics = await openAnalyticsStore({ migrate: true, logger: SILENT });
  const log = createInProcessEventLog({ logger: SILENT });
  const notifier = createNotifier({ allowPrivateTargets: false, secrets: { value: async () => null } });
  const scoring = await openScorer({ modelRuntime: 'auto' });
  const metrics = createMetrics();
  const knowledge = { ...NO_KNOWLEDGE, labelsOf: (_chain: number, address: string) => (address === LABEL.address ? [LABEL] : []) };
  const shared = { control, analytics, log, metrics, logger: SILENT, knowledge };
  const api = await startApi({
    ...shared,
    notifier,
    config: { host: '127.0.0.1', port: 0, apiKey: KEY, allowPrivateTargets: false },
    chains: async () => [],
    checks: null,
    dashboardDir: null,
    scoring,
    rulesVersion: 'bench',
    readiness: async () => [],
  });
  const source = new RpcChainSource({ chainId: 1, urls: [node.url], pollMs: 20 });
  const pipeline = await startPipeline({
    ...shared,
    chains: [{ source, verify: 'full', from: node.first, to: null }],
    notifier,
    scoring,
    holder: 'bench',
  });
  const socket = io(api.url, { auth: { apiKey: KEY }, transports: ['websocket'] });
  const firstOfBlock = new Map<number, number>();
  let alerts = 0;
  socket.on('alert', (event: { data: { blockNumber: number; times: { seen: string } } }) => {
    alerts += 1;
    const { blockNumber, times } = event.data;
    if (!firstOfBlock.has(blockNumber)) firstOfBlock.set(blockNumber, Date.now() - Date.parse(times.seen));
  });
  await new Promise<void>((resolve) => socket.on('connect', () => socket.emit('subscribe', { blocks: false }, () => resolve())));
  const last = Math.min(node.last, node.first + WARM + blocks);
  for (let number = node.first + 1; number <= last; number += 1) {
    await node.setHead(number);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  socket.close();
  await api.close();
  await pipeline.close();
  for (const part of [source, notifier, log, analytics, control]) await part.close();
  scoring.close();
  const measured = [...firstOfBlock]
    .filter(([number]) => number > node.first + WARM)
    .map(([, ms]) => ms)
    .sort((a, b) => a - b);
  const at = (share: number) => measured[Math.min(measured.length - 1, Math.floor(share * measured.length))] ?? Number.NaN;
  return { blocks: measured.length, alerts, p50: at(0.5), p99: at(0.99) };
}
