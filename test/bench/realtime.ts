// 1,000 sockets with filters of their own beside a stream of alerts: loss, repeats, latency, memory and CPU. See README.md.
import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isWanted, nameOf, wantedOf } from '../../src/apps/realtime/event-filter.js';
import { subscribeSchema } from '../../src/contracts/realtime.js';
import type { Severity } from '../../src/core/detect/finding.js';
import { ADMIN_KEY, serve } from '../apps/api/serve.js';
import { addressOf, alertStageOf, analysed, findingOf } from '../apps/api/things.js';

const CLIENTS = Number(process.env['BENCH_CLIENTS'] ?? 1_000);
const ALERTS = Number(process.env['BENCH_ALERTS'] ?? 1_000);
const PER_SECOND = Number(process.env['BENCH_RATE'] ?? 20);
const PROCESSES = 4;
const ORGANISATIONS = 10;
const PLACES = 100;
const CHAINS = [1, 10, 8453];
const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

interface Heard {
  readonly clients: readonly { readonly id: number; readonly cursors: readonly string[]; readonly lagged: number }[];
  readonly latencies: readonly number[];
}

const served = await serve();
const keys: string[] = [];
for (let i = 0; i < ORGANISATIONS; i += 1) {
  await served.request('POST', '/v1/organisations', { body: { id: `org-${i}`, name: `Organisation ${i}` } });
  const body = { name: `org-${i}`, scopes: ['read', 'write'], organisationId: `org-${i}` };
  const { json } = await served.request('POST', '/v1/keys', { key: ADMIN_KEY, body });
  keys.push(json.key);
  const addresses = [0, 1, 2].map((n) => addressOf(`place ${(i * 3 + n) % PLACES}`));
  await served.request('POST', '/v1/protocols', { key: json.key, body: { id: 'own', title: 'Own', addresses } });
}
const protocols = new Map<string, Awaited<ReturnType<typeof served.control.protocols.list>>>(
  await Promise.all(keys.map(async (_, i) => [`org-${i}`, await served.control.protocols.list(`org-${i}`)] as const)),
);

/** Five kinds of interest, evenly: everything, one chain, the grave, a few addresses, a protocol. */
function filterOf(id: number): Record<string, unknown> {
  const kinds = [
    {},
    { chains: [CHAINS[id % CHAINS.length]] },
    { severities: ['high', 'critical'] },
    { addresses: [addressOf(`place ${id % PLACES}`), addressOf(`place ${(id * 7) % PLACES}`)] },
    { protocols: ['own'] },
  ];
  return kinds[id % kinds.length] ?? {};
}

const plans = Array.from({ length: CLIENTS }, (_, id) => ({
  id,
  organisation: `org-${id % ORGANISATIONS}`,
  apiKey: keys[id % ORGANISATIONS] ?? '',
  filter: filterOf(Math.floor(id / ORGANISATIONS) + id),
  // One in twenty is cut off in the middle, and one in a hundred reads nothing until the end.
  manner: id % 100 === 50 ? 'stuck' : id % 20 === 10 ? 'cut' : 'steady',
}));

function answerOf<T>(child: ChildProcess, kind: string): Promise<T> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: { readonly kind: string }) => {
      if (message.kind === kind) resolve(message as T);
    });
    child.once('exit', (code) => reject(new Error(`the clients' process ended with ${code}`)));
  });
}

const children = Array.from({ length: PROCESSES }, () =>
  fork(fileURLToPath(new URL('./realtime-clients.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] }),
);
const ask = <T>(message: object, kind: string) =>
  Promise.all(
    children.map((child) => {
      const answer = answerOf<T>(child, kind);
      child.send(message);
      return answer;
    }),
  );

const opening = performance.now();
await Promise.all(
  children.map((child, n) => {
    const opened = answerOf(child, 'opened');
    child.send({ kind: 'open', plan: { url: served.api.url, clients: plans.filter(({ id }) => id % PROCESSES === n) } });
    return opened;
  }),
);
const openedMs = Math.round(performance.now() - opening);

const stage = alertStageOf(served);
const from = await served.control.alerts.latestCursor();
const startedAt = performance.now();
const cpu = process.cpuUsage();
let peakRss = 0;
for (let n = 0; n < ALERTS; n += 1) {
  const block = 1_000 + n;
  const chainId = CHAINS[n % CHAINS.length] ?? 1;
  const of = n % 4 === 3 ? { monitor: { organisationId: `org-${n % ORGANISATIONS}`, monitorId: 'm', version: 1, channels: [] } } : {};
  const finding = findingOf(block, {
    chainId,
    severity: SEVERITIES[n % SEVERITIES.length] ?? 'low',
    subject: { address: addressOf(`place ${n % PLACES}`), role: 'victim' },
    detectorId: `detector-${n}`,
    ...of,
  });
  await stage.handle([analysed(block, [finding], chainId)]);
  if (n === Math.floor(ALERTS / 2)) for (const child of children) child.send({ kind: 'cut' });
  peakRss = Math.max(peakRss, process.memoryUsage().rss);
  const due = startedAt + ((n + 1) * 1_000) / PER_SECOND;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
}
const { user, system } = process.cpuUsage(cpu);
const wallMs = performance.now() - startedAt;
for (const child of children) child.send({ kind: 'read' });

const events = [];
for (
  let cursor = from, page = await served.control.alerts.eventsAfter(cursor, 1_000);
  page.length > 0;
  page = await served.control.alerts.eventsAfter(cursor, 1_000)
) {
  events.push(...page);
  cursor = page.at(-1)?.cursor ?? cursor;
}
const told = events.filter((event) => nameOf(event) === 'alert' || nameOf(event) === 'incident');
const due = new Map(
  plans.map(({ id, organisation, filter }) => {
    const wanted = wantedOf(subscribeSchema.parse(filter), organisation, 'protocols' in filter ? (protocols.get(organisation) ?? []) : []);
    return [id, told.filter((event) => isWanted(wanted, event)).map(({ cursor }) => cursor)] as const;
  }),
);

let heard: readonly Heard[] = [];
const isAllHeard = () => heard.flatMap(({ clients }) => clients).every(({ id, cursors }) => cursors.length >= (due.get(id)?.length ?? 0));
for (let tries = 0; tries < 60; tries += 1) {
  heard = await ask<Heard>({ kind: 'report' }, 'heard');
  if (isAllHeard()) break;
  await new Promise((resolve) => setTimeout(resolve, 500));
}

let lost = 0;
let repeated = 0;
let disordered = 0;
let foreign = 0;
let deliveries = 0;
for (const { id, cursors } of heard.flatMap(({ clients }) => clients)) {
  const expected = due.get(id) ?? [];
  const seen = new Set(cursors);
  deliveries += cursors.length;
  lost += expected.filter((cursor) => !seen.has(cursor)).length;
  repeated += cursors.length - seen.size;
  foreign += cursors.filter((cursor) => !expected.includes(cursor)).length;
  disordered += cursors.filter((cursor, i) => i > 0 && BigInt(cursor) < BigInt(cursors[i - 1] ?? '0')).length;
}
const latencies = heard.flatMap((each) => each.latencies).sort((a, b) => a - b);
const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
const figures = {
  clients: CLIENTS,
  organisations: ORGANISATIONS,
  alerts: ALERTS,
  perSecond: PER_SECOND,
  events: told.length,
  deliveries,
  lost,
  repeated,
  foreign,
  disordered,
  lagged: heard.flatMap(({ clients }) => clients).filter((client) => client.lagged > 0).length,
  latencyMs: { p50: at(0.5), p99: at(0.99), most: at(1) },
  connectedMs: openedMs,
  serverRssMb: Math.round(peakRss / 1_048_576),
  serverCpu: Math.round(((user + system) / 1_000 / wallMs) * 100) / 100,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
const file = process.env['BENCH_JSON'];
if (file !== undefined) writeFileSync(file, JSON.stringify(figures));
for (const child of children) child.removeAllListeners('exit').kill();
await served.close();
process.exit(lost + repeated + foreign + disordered === 0 ? 0 : 1);
