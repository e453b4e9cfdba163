import { createRules } from '../../src/adapters/rules/compile-monitor.js';
import { FINDING_IDS } from '../../src/apps/monitoring/finding-ids.js';
import type { Block } from '../../src/core/chain/block.js';
import { inspected } from '../../src/core/detect/inspected.js';
import type { Monitor } from '../../src/core/monitor/monitor.js';
import { monitorSet } from '../../src/core/monitor/monitor-set.js';
import { watchBlock } from '../../src/core/monitor/watch-block.js';
import { WatchMemory } from '../../src/core/monitor/watch-memory.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { detectContext } from '../../src/pipeline/analyse/block-context.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import { buildMonitor } from '../support/monitors.js';
import { loadFolder, TIERS } from '../support/recorded.js';

/** What a thousand monitors cost a transaction, over real blocks; half of them watch contracts that these blocks use. The control decodes the same transactions. */
const ROUNDS = 7;

const loaded = await loadFolder(TIERS.A);
const blocks: readonly Block[] = [...loaded.values()].flatMap((each) => (each.kind === 'block' ? [each.block] : []));
const busy = [
  ...new Set(
    blocks.flatMap(({ transactions }) => transactions.flatMap(({ receipt }) => (receipt?.logs ?? []).map(({ address }) => address))),
  ),
];

function addressOf(i: number): `0x${string}` {
  const used = busy[(i * 7) % busy.length];
  return i % 2 === 0 && used !== undefined ? used : `0x${i.toString(16).padStart(40, '0')}`;
}

const KINDS: readonly ((i: number) => Partial<Monitor>)[] = [
  (i) => ({ on: 'event', addresses: [addressOf(i)], when: 'event.name == "Transfer" && event.args.value > amount("1000000", 18)' }),
  (i) => ({
    on: 'event',
    when: `event.address == addr("${addressOf(i)}") && event.name in ["Paused", "OwnershipTransferred", "Upgraded"]`,
  }),
  (i) => ({ on: 'transfer', when: `transfer.token == addr("${addressOf(i)}") && transfer.amount > amount("5000000", 18)` }),
  (i) => ({ on: 'call', addresses: [addressOf(i)], when: 'call.name == "approve" && call.args.value > amount("1", 70)' }),
  (i) => ({ addresses: [addressOf(i)], when: `tx.value > amount("${(i % 90) + 10}", 18) && !tx.creates` }),
  (i) => ({ when: `tx.value > amount("${(i % 500) + 500}", 18)` }),
  (i) => ({
    on: 'event',
    addresses: [addressOf(i)],
    when: 'event.name == "Approval"',
    window: { seconds: 3_600, groupBy: 'event.args.owner', sum: null, over: '50' },
    cooldownS: 3_600,
  }),
  (i) => ({
    addresses: [addressOf(i)],
    when: 'tx.events.exists(e, e.name == "Transfer" && e.args.value > amount("90000000", 18)) || tx.transfers.size() > 200',
  }),
];

const rules = createRules({ detectors: FINDING_IDS });
const monitors = Array.from({ length: 1_000 }, (_, i) => buildMonitor({ id: `m-${i}`, ...KINDS[i % KINDS.length]?.(i) }));
const compiling = performance.now();
const compiled = monitors.map((monitor) => {
  const verdict = rules.compile(monitor);
  if (verdict.compiled === null) throw new Error(`${monitor.when}: ${JSON.stringify(verdict.problems)}`);
  return verdict.compiled;
});
const compileMs = performance.now() - compiling;
const set = monitorSet(compiled, 1);
const transactions = blocks.reduce((total, block) => total + block.transactions.length, 0);

function round(): { readonly decodeUs: number; readonly watchUs: number; readonly matches: number; readonly errors: number } {
  const memory = new WatchMemory();
  const state = new ChainState();
  let [decodeMs, watchMs, matches, errors] = [0, 0, 0, 0];
  for (const block of blocks) {
    const startedAt = performance.now();
    const decoded = block.transactions.map(inspected);
    const decodedAt = performance.now();
    const ctx = detectContext(block, decoded, state.history, NO_KNOWLEDGE);
    const beginAt = performance.now();
    memory.begin();
    const found = watchBlock(
      { block, transactions: decoded, ctx, findings: [], maxRisk: null, riskOf: () => null, featuresOf: () => ({}) },
      set,
      memory,
    );
    memory.commit();
    watchMs += performance.now() - beginAt;
    decodeMs += decodedAt - startedAt;
    matches += found.filter(({ kind }) => kind === 'match').length;
    errors += found.filter(({ kind }) => kind === 'error').length;
  }
  return { decodeUs: (decodeMs / transactions) * 1_000, watchUs: (watchMs / transactions) * 1_000, matches, errors };
}

const rounds = Array.from({ length: ROUNDS }, round).slice(2); // The first two warm up.
const median = (of: (each: ReturnType<typeof round>) => number) => rounds.map(of).sort((a, b) => a - b)[rounds.length >> 1] ?? 0;
const watchUs = median(({ watchUs: us }) => us);
const decodeUs = median(({ decodeUs: us }) => us);
process.stdout.write(
  `${JSON.stringify({ monitors: monitors.length, blocks: blocks.length, transactions, compileMsEach: compileMs / monitors.length, watchUs, decodeUs, ratioToDecoding: watchUs / decodeUs, matches: rounds[0]?.matches, errors: rounds[0]?.errors }, null, 1)}\n`,
);
