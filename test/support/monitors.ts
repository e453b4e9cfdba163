import { createRules } from '../../src/adapters/rules/compile-monitor.js';
import type { Block } from '../../src/core/chain/block.js';
import type { InspectedTransaction } from '../../src/core/detect/detector.js';
import type { Finding } from '../../src/core/detect/finding.js';
import type { CompiledMonitor } from '../../src/core/monitor/compiled-monitor.js';
import type { Monitor } from '../../src/core/monitor/monitor.js';
import type { WatchMatch } from '../../src/core/monitor/monitor-asker.js';
import { monitorSet } from '../../src/core/monitor/monitor-set.js';
import { watchBlock } from '../../src/core/monitor/watch-block.js';
import { WatchMemory } from '../../src/core/monitor/watch-memory.js';
import type { WatchedBlock } from '../../src/core/monitor/watched-block.js';
import { ATTACKER, address, buildContext, type ContextParts, VICTIM } from './build-transaction.js';

export const RULES = createRules({ detectors: new Set(['score-anomaly', 'flash-loan-profit']) });

/** A monitor on transactions that a test changes where it matters. */
export function buildMonitor(change: Partial<Monitor> = {}): Monitor {
  return {
    organisationId: 'acme',
    id: 'watch',
    version: 1,
    title: 'A test watches',
    chains: [1],
    addresses: [],
    abi: null,
    on: 'transaction',
    when: 'tx.value > amount("1", 18)',
    window: null,
    sequence: [],
    reads: [],
    severity: 'high',
    risk: null,
    channels: ['ops'],
    cooldownS: 0,
    muted: false,
    owner: 'ops@acme.example',
    ...change,
  };
}

/** A finding of a detector on a block as a whole, that a test changes where it matters. */
export const buildFinding = (change: Partial<Finding> = {}): Finding => ({
  id: '0x01',
  chainId: 1,
  blockNumber: 100,
  blockHash: '0x02',
  transactionHash: null,
  transactionIndex: -1,
  detectorId: 'flash-loan-profit',
  detectorVersion: 1,
  stage: 'exploit',
  severity: 'critical',
  risk: 99,
  title: 'Profit from a flash loan',
  summary: '',
  subject: { address: VICTIM, role: 'victim' },
  parties: [{ address: ATTACKER, role: 'attacker' }],
  reasons: [],
  evidence: {},
  modelId: null,
  rulesVersion: '1',
  blockTimestamp: 1_700_000_000,
  seenAtMs: 0,
  analysedAtMs: 0,
  ...change,
});

/** Compiles several of one organisation, each knowing the others; throws with what is wrong. */
export function compiled(...monitors: readonly Monitor[]): readonly CompiledMonitor[] {
  return monitors.map((monitor) => {
    const verdict = RULES.compile(
      monitor,
      monitors.filter((other) => other !== monitor),
    );
    if (verdict.compiled === null) throw new Error(`${monitor.id}: ${JSON.stringify(verdict.problems)}`);
    return verdict.compiled;
  });
}

export interface BlockParts {
  readonly number?: number;
  readonly timestamp?: number;
  readonly transactions?: readonly InspectedTransaction[];
  readonly findings?: readonly Finding[];
  readonly risks?: readonly number[];
  readonly features?: Readonly<Record<string, number>>;
  readonly context?: ContextParts;
  readonly reads?: Block['facts']['reads'];
  /** Traced where nothing else is said. */
  readonly traceSource?: Block['traceSource'];
  readonly hasReceipts?: boolean;
}

export function buildWatchedBlock(parts: BlockParts = {}): WatchedBlock {
  const number = parts.number ?? 100;
  const timestamp = parts.timestamp ?? 1_700_000_000 + number * 12;
  const transactions = (parts.transactions ?? []).map((tx, index) => ({
    ...tx,
    index,
    hash: `0x${String(number).padStart(32, '0')}${String(index).padStart(32, '0')}` as const,
  }));
  const zero = `0x${'00'.repeat(32)}` as const;
  const verified = { status: 'ok' } as const;
  const block: Block = {
    chainId: 1,
    hash: `0x${String(number).padStart(64, '0')}`,
    number,
    header: {
      parentHash: zero,
      sha3Uncles: zero,
      miner: address('miner'),
      stateRoot: zero,
      transactionsRoot: zero,
      receiptsRoot: zero,
      logsBloom: '0x',
      difficulty: 0n,
      number,
      gasLimit: 30_000_000,
      gasUsed: 15_000_000,
      timestamp,
      extraData: '0x',
      mixHash: zero,
      nonce: '0x0000000000000000',
      baseFeePerGasWei: 10n ** 9n,
      withdrawalsRoot: null,
      blobGasUsed: null,
      excessBlobGas: null,
      parentBeaconBlockRoot: null,
      requestsHash: null,
    },
    transactions,
    hasReceipts: parts.hasReceipts ?? true,
    traceSource: parts.traceSource ?? 'recorded',
    verification: { headerHash: verified, transactionsRoot: verified, receiptsRoot: verified, logsBloom: verified },
    partialReasons: [],
    disagreements: [],
    facts: { code: {}, ...(parts.reads === undefined ? {} : { reads: parts.reads }) },
    seenAtMs: timestamp * 1_000,
  };
  return {
    block,
    transactions,
    ctx: buildContext(parts.context),
    findings: parts.findings ?? [],
    maxRisk: parts.risks === undefined ? null : Math.max(...parts.risks),
    riskOf: (row) => parts.risks?.[row] ?? null,
    featuresOf: () => parts.features ?? {},
  };
}

/** Asks monitors about blocks in order, with one memory. */
export function watch(monitors: readonly CompiledMonitor[], ...blocks: readonly WatchedBlock[]): readonly (readonly WatchMatch[])[] {
  const set = monitorSet(monitors, 1);
  const memory = new WatchMemory();
  return blocks.map((block) => {
    memory.begin();
    const matches = watchBlock(block, set, memory);
    memory.commit();
    return matches;
  });
}
