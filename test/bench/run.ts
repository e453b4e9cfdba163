// Transactions a second of each stage beside its control in the same run, alternating; then latency and memory. See README.md.
import { writeFileSync } from 'node:fs';
import { measureLatency } from './latency.js';
import { createAnalysis, endToEnd, fetchAndParse, ingest, scoreBatch, store, storeByClient, timed } from './parts.js';
import { startReplayNode } from './replay-node.js';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const BLOCKS = Number(process.env['BENCH_BLOCKS'] ?? 250);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const node = await startReplayNode(BLOCKS);
if (node === null) {
  console.error('The recorded blocks are not there: set TOCSIN_SHARED_DIR to the folder that holds data/replay and tools/replay-rpc.mjs.');
  process.exit(1);
}
const rate = (ms: number) => Math.round((node.transactions * 1_000) / ms);
const analyse = await createAnalysis();
const took: Record<string, number[]> = { floor: [], ingest: [], analyse: [], store: [], storeByClient: [], endToEnd: [] };
const note = (name: string, ms: number) => {
  took[name]?.push(ms);
  console.error(`${name} ${rate(ms)} tx/s`);
};
let batch: Awaited<ReturnType<typeof scoreBatch>> | null = null;
await fetchAndParse(node); // Warms the node.
for (let round = 0; round < ROUNDS; round += 1) {
  note('floor', await timed(() => fetchAndParse(node)));
  let blocks: Awaited<ReturnType<typeof ingest>> = [];
  note('ingest', await timed(async () => (blocks = await ingest(node))));
  let analysed: ReturnType<typeof analyse> = [];
  note('analyse', await timed(() => (analysed = analyse(blocks))));
  blocks = [];
  batch = await scoreBatch(analysed);
  note('store', await store(analysed));
  note('storeByClient', await storeByClient(analysed));
  analysed = [];
  note('endToEnd', await endToEnd(node));
}
const latency = await measureLatency(node);
node.close();

const of = (name: string) => rate(median(took[name] ?? []));
const ratio = (a: string, b: string) => Number((median(took[b] ?? []) / median(took[a] ?? [])).toFixed(3));
const figures = {
  blocks: BLOCKS,
  rounds: ROUNDS,
  transactions: node.transactions,
  txPerSecond: {
    floor: of('floor'),
    ingest: of('ingest'),
    analyse: of('analyse'),
    store: of('store'),
    storeByClient: of('storeByClient'),
    endToEnd: of('endToEnd'),
  },
  ratios: {
    ingestToFloor: ratio('ingest', 'floor'),
    endToEndToFloor: ratio('endToEnd', 'floor'),
    storeToClientInsert: ratio('store', 'storeByClient'),
  },
  scoreBatchOf200Ms: batch,
  latencyMs: latency,
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
};
console.log(JSON.stringify(figures, null, 2));
if (process.env['BENCH_JSON'] !== undefined) writeFileSync(process.env['BENCH_JSON'], `${JSON.stringify(figures, null, 2)}\n`);
process.exit(0);
