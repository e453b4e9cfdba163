import { checksum } from '../../../src/apps/platform/checksum.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { createMetrics } from '../../../src/apps/platform/metrics.js';
import type { BlockSummary } from '../../../src/core/alert/findings-event.js';
import type { Address, Frame, Hex } from '../../../src/core/chain/block.js';
import { NATIVE, type Transfer } from '../../../src/core/chain/decoded.js';
import type { Finding, Reason, Severity, Stage } from '../../../src/core/detect/finding.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import type { AnalysedBlock, TransactionDetail, TransactionRow } from '../../../src/ports/analytics-store.js';
import type { Served } from '../../apps/api/serve.js';

export const RULES = '5f0c2a91be7744d1';
export const MODEL = 'sha256-2f9f7d51';

/** What one finding is made of; the rest follows from the block. */
export interface Told {
  readonly detector: string;
  readonly stage: Stage;
  readonly title: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly subject: { readonly address: Address; readonly role: string };
  readonly parties?: readonly { readonly address: Address; readonly role: string }[];
  readonly reasons?: readonly Reason[];
  readonly evidence?: Finding['evidence'];
  readonly risk?: number;
  readonly frames?: readonly Frame[];
  readonly transfers?: readonly Transfer[];
}

export interface ToldBlock {
  readonly chainId: number;
  readonly number: number;
  readonly timestamp: number;
  readonly transactions?: number;
  readonly maxRisk: number | null;
  readonly partialReasons?: readonly string[];
  readonly findings?: readonly Told[];
}

export function hashOf(text: string): Hex {
  return `0x${hashText(text)}`;
}

export function addressOf(text: string): Address {
  return `0x${hashText(text).slice(0, 40)}`;
}

/** Writes blocks into real stores by the stages' own ways, so that the pages see what the pipeline would have left. */
export function createTeller({ control, analytics, log }: Pick<Served, 'control' | 'analytics' | 'log'>) {
  const stage = new AlertStage({ store: control.alerts, log, metrics: createMetrics(), checksum, hashText, nowMs: Date.now });
  return {
    async tell(blocks: readonly ToldBlock[]): Promise<void> {
      for (const told of blocks) {
        const block = analysedBlock(told);
        await analytics.writer.append(block);
        await stage.handle([{ kind: 'analysed', summary: block.summary, findings: block.findings }]);
      }
      await analytics.writer.flush();
    },
    async gap(chainId: number, from: number, to: number, reason: string, timestamp: number): Promise<void> {
      for (let number = from; number <= to; number += 1) {
        const block = analysedBlock({ chainId, number, timestamp, maxRisk: null, transactions: 0 });
        await analytics.writer.append({ ...block, coverage: { ...block.coverage, state: 'missing', reasons: [reason] } });
      }
      await stage.handle([{ kind: 'gap', chainId, from, to, reason }]);
      await analytics.writer.flush();
    },
    async finality(chainId: number, safe: number, finalized: number): Promise<void> {
      await stage.handle([{ kind: 'finality', chainId, safe, finalized }]);
    },
  };
}

export function transactionHash(told: Pick<ToldBlock, 'chainId' | 'number'>, at: number): Hex {
  return hashOf(`tx:${told.chainId}:${told.number}:${at}`);
}

function analysedBlock(told: ToldBlock): AnalysedBlock {
  const { chainId, number, timestamp, maxRisk, partialReasons = [], transactions = 150 } = told;
  const ref = {
    chainId,
    number,
    hash: hashOf(`block:${chainId}:${number}`),
    parentHash: hashOf(`block:${chainId}:${number - 1}`),
    timestamp,
  };
  const modelId = maxRisk === null ? null : MODEL;
  const times = { seenAtMs: timestamp * 1_000 + 400, analysedAtMs: timestamp * 1_000 + 420 };
  const summary: BlockSummary = {
    ref,
    isLate: false,
    generation: 0,
    transactions,
    scored: maxRisk === null ? 0 : transactions,
    maxRisk,
    medianRisk: maxRisk === null ? null : Math.min(12, maxRisk / 4),
    riskiest: transactionHash(told, 0),
    partialReasons,
    ...times,
    modelId,
    rulesVersion: RULES,
  };
  const findings = (told.findings ?? []).map((one, at): Finding => findingOf(one, at, summary));
  return {
    summary,
    findings,
    transactions: findings.map((finding, at) => rowOf(finding, told.findings?.[at], at)),
    details: findings.map((finding, at) => detailOf(finding, told.findings?.[at])),
    coverage: {
      chainId,
      blockNumber: number,
      blockHash: ref.hash,
      blockTimestamp: timestamp,
      state: partialReasons.length === 0 ? 'complete' : 'partial',
      reasons: partialReasons,
      traceSource: 'debug_traceBlockByHash',
      verification: null,
      transactions,
      modelId,
      rulesVersion: RULES,
      ...times,
    },
  };
}

function findingOf(told: Told, at: number, { ref, modelId, seenAtMs, analysedAtMs }: BlockSummary): Finding {
  return {
    id: hashOf(`finding:${ref.hash}:${told.detector}:${told.subject.address}:${at}`),
    chainId: ref.chainId,
    blockNumber: ref.number,
    blockHash: ref.hash,
    transactionHash: transactionHash(ref, at),
    transactionIndex: at,
    detectorId: told.detector,
    detectorVersion: 1,
    stage: told.stage,
    severity: told.severity,
    risk: told.risk ?? null,
    title: told.title,
    summary: told.summary,
    subject: told.subject,
    parties: told.parties ?? [],
    reasons: told.reasons ?? [],
    evidence: told.evidence ?? {},
    modelId,
    rulesVersion: RULES,
    blockTimestamp: ref.timestamp,
    seenAtMs,
    analysedAtMs,
  };
}

function rowOf(finding: Finding, told: Told | undefined, at: number): TransactionRow {
  const top = told?.frames?.[0];
  return {
    chainId: finding.chainId,
    blockNumber: finding.blockNumber,
    blockHash: finding.blockHash,
    blockTimestamp: finding.blockTimestamp,
    index: at,
    hash: finding.transactionHash ?? hashOf('none'),
    from: top?.from ?? finding.parties[0]?.address ?? finding.subject.address,
    to: top?.to ?? finding.subject.address,
    valueWei: top?.valueWei ?? 0n,
    gasUsed: 2_184_331,
    status: 1,
    selector: told?.frames === undefined ? '0x095ea7b3' : '0x3593564c',
    logCount: told?.transfers?.length ?? 1,
    frameCount: told?.frames?.length ?? null,
    risk: finding.risk,
    parts: finding.risk === null ? null : Float32Array.of(0.000_021, 0.000_4, 0.002, 0.000_01, 0.02),
    features: finding.risk === null ? null : Float32Array.from(FEATURES, (_, column) => (column * 37) % 11),
    featureMask: 0,
    calls: null,
    segment: null,
    findings: 1,
  };
}

function detailOf(finding: Finding, told: Told | undefined): TransactionDetail {
  return {
    chainId: finding.chainId,
    hash: finding.transactionHash ?? hashOf('none'),
    blockNumber: finding.blockNumber,
    blockHash: finding.blockHash,
    frames: told?.frames ?? null,
    framesOmitted: 0,
    transfers: told?.transfers ?? [],
  };
}

export function movement(from: Address, to: Address, token: Address | null, amount: bigint): Transfer {
  return {
    standard: token === null ? 'native' : 'erc20',
    token: token ?? NATIVE,
    from,
    to,
    amount,
    tokenId: null,
    operator: null,
    logIndex: token === null ? null : 0,
    frameIndex: null,
  };
}

/** A call tree from lines: each is [depth, from, to, selector, failed?]. */
export function framesOf(
  lines: readonly (readonly [depth: number, from: Address, to: Address, input: Hex, failed?: boolean])[],
): readonly Frame[] {
  return lines.map(([depth, from, to, input, failed = false], index) => {
    const before = lines.slice(0, index).map(([other]) => other);
    const after = lines.slice(index + 1).findIndex(([other]) => other <= depth);
    return {
      index,
      parent: depth === 0 ? -1 : before.lastIndexOf(depth - 1),
      depth,
      end: after < 0 ? lines.length : index + 1 + after,
      kind: input === '0x70a08231' ? 'STATICCALL' : 'CALL',
      from,
      to,
      valueWei: 0n,
      input,
      output: '0x',
      failed,
      gasUsed: 21_000 + ((index * 7_919) % 90_000),
    };
  });
}
