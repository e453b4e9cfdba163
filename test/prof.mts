import { runSet, sharesOf } from './check/subject-set/run-set.js';
import { openWorld } from './check/subject-set/world.js';

const t0 = performance.now();
const world = await openWorld();
console.log('world', performance.now() - t0);
const r = await runSet(world, process.env['NOLABELS'] ? { labels: [] } : {});
console.log(r.benign.length, r.malicious.length, sharesOf(r), performance.now() - t0);
const say = (k: string, x: any) =>
  console.log(
    k,
    x.name,
    '→',
    x.answer.verdict,
    x.answer.reasons
      .filter((q: any) => !['low', 'info'].includes(q.severity))
      .map((q: any) => q.id + ':' + q.severity)
      .join(' '),
    x.answer.coverage
      .filter((c: any) => c.required && c.state !== 'ran')
      .map((c: any) => c.check + ':' + c.why)
      .join(' | ')
      .slice(0, 200),
  );
for (const x of r.benign) if (x.answer.verdict !== 'benign') say('B', x);
for (const x of r.malicious) if (x.answer.verdict !== 'malicious') say('M', x);
const lat = [...r.benign, ...r.malicious].map((x) => x.answer.latencyMs).sort((a, b) => a - b);
console.log('lat p50', lat[lat.length >> 1], 'p95', lat[Math.floor(lat.length * 0.95)]);
const own = [...r.benign, ...r.malicious].map((x) => x.answer.latencyMs - x.answer.simulationMs).sort((a, b) => a - b);
console.log('own p50', own[own.length >> 1], 'p95', own[Math.floor(own.length * 0.95)]);
await world.close();
