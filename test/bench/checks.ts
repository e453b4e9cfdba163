// Latency and rate of checks on a local node, beside the node's bare simulation in the same run. See README.md.
import { writeFileSync } from 'node:fs';
import { takingRaw } from '../../src/apps/platform/raw-transaction.js';
import { checkRequestSchema } from '../../src/contracts/check.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { serviceOver } from '../check/ask.js';
import { benignSubjects } from '../check/subject-set/benign.js';
import { maliciousSubjects } from '../check/subject-set/malicious.js';
import { runSet, sharesOf } from '../check/subject-set/run-set.js';
import { openWorld } from '../check/subject-set/world.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const ENVIRONMENTS = 3;
const AT_ONCE = 8;

const world = await openWorld();
const service = serviceOver(world.simulator, world.labels);
const check = takingRaw((request) => service.check(request));
const requests = [...benignSubjects(world), ...maliciousSubjects(world)].map(({ subject, origin }) =>
  checkRequestSchema.parse({ chainId: world.chainId, subject, origin, environments: ENVIRONMENTS }),
);
const simulated = requests.filter(({ subject }) => ['transaction', 'calls', 'userOperation'].includes(subject.kind));

function quantiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** How often a second the work is done by several at once. */
async function rateOf(work: (i: number) => Promise<unknown>): Promise<number> {
  const endsAt = performance.now() + SECONDS * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < endsAt) await work(done++);
    }),
  );
  return Math.round(done / SECONDS);
}

for (let round = 0; round < 3; round += 1) for (const request of simulated) await check(request); // Warm: code is compiled, tokens are known.
const latency: number[] = [];
const own: number[] = [];
for (let round = 0; round < 5; round += 1)
  for (const request of simulated) {
    const answer = await check(request);
    latency.push(answer.latencyMs);
    own.push(answer.latencyMs - answer.simulationMs);
  }
const call = { from: world.me, to: world.at['usd'], input: world.call('usd', 'transfer', world.friend, 1n) };
const bare = () =>
  rpc(world.url, 'eth_simulateV1', [{ blockStateCalls: [{ calls: [call] }], traceTransfers: true, validation: false }, 'latest']);
const control = await rateOf(bare);
const perSecond = await rateOf(async (i) => {
  const request = simulated[i % simulated.length];
  if (request !== undefined) await check(request);
});
const shares = sharesOf(await runSet(world));
await world.close();

const figures = {
  subjects: requests.length,
  simulated: simulated.length,
  environments: ENVIRONMENTS,
  latencyMs: quantiles(latency),
  ownMs: quantiles(own),
  checksPerSecond: perSecond,
  bareSimulationsPerSecond: control,
  ratio: Number((perSecond / control).toFixed(3)),
  shares,
};
console.log(JSON.stringify(figures, null, 2));
const file = process.env['BENCH_JSON'];
if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
process.exit(0);
