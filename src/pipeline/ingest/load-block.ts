import type { Block, BlockVerification, Disagreement } from '../../core/chain/block.js';
import { COMMITMENTS } from '../../core/chain/block.js';
import { isMalformed } from '../../core/chain/malformed.js';
import { type ParsedBlock, parseBlock } from '../../core/chain/parse-block.js';
import type { BlockVerifier } from '../../core/chain/verify.js';
import { isRetryable } from '../../core/errors.js';
import { dead, type Outcome, ok } from '../../core/outcome.js';
import type { ChainSource, RawBlock } from '../../ports/chain-source.js';
import type { Metrics } from '../../ports/metrics.js';

export interface LoadBlockDeps {
  readonly source: ChainSource;
  readonly verifier: BlockVerifier;
  readonly metrics: Metrics;
  /** Recorded blocks were not seen live: their own time stands for when they were seen. */
  readonly isReplay: boolean;
  readonly nowMs: () => number;
}

/** A block that no source could give in a form that holds; `raw` goes into the dead letter. */
export interface BadBlock {
  readonly reason: string;
  readonly detail: string;
  readonly raw: unknown;
}

export type LoadedBlock =
  | { readonly kind: 'block'; readonly block: Block }
  /** No source knows it yet. */
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'bad' } & BadBlock);

/**
 * One block, parsed and verified. An endpoint whose answer is malformed or contradicts the header is set aside and the others are asked; only when none is left
 * is the block bad. Throws RetryableError while the sources do not answer.
 */
export async function loadBlock(deps: LoadBlockDeps, number: number): Promise<LoadedBlock> {
  const avoid: string[] = [];
  const disagreements: Disagreement[] = [];
  let worst: BadBlock | null = null;
  for (;;) {
    let raw: RawBlock | null;
    try {
      raw = await deps.source.blockByNumber(number, avoid);
    } catch (error) {
      if (worst !== null && isRetryable(error)) return { kind: 'bad', ...worst };
      throw error;
    }
    if (raw === null) return worst === null ? { kind: 'unknown' } : { kind: 'bad', ...worst };
    const judged = judge(deps, raw, number);
    if (judged.kind === 'ok') return { kind: 'block', block: { ...judged.value, disagreements } };
    if (judged.kind === 'dead') worst = { reason: judged.reason, detail: judged.detail ?? '', raw };
    disagreements.push({ endpoint: raw.endpoint, reason: worst?.reason ?? 'unknown' });
    deps.source.reportMismatch(raw.endpoint);
    deps.metrics.count('tocsin_source_disagreements_total', { chain: String(deps.source.chainId), reason: worst?.reason ?? 'unknown' });
    if (avoid.includes(raw.endpoint) || deps.source.numbers() !== null)
      return worst === null ? { kind: 'unknown' } : { kind: 'bad', ...worst };
    avoid.push(raw.endpoint);
  }
}

function judge(deps: LoadBlockDeps, raw: RawBlock, number: number): Outcome<Block> {
  let parsed: ParsedBlock;
  try {
    parsed = parseBlock(deps.source.chainId, raw, deps.isReplay ? null : deps.nowMs());
  } catch (error) {
    if (isMalformed(error)) return dead('malformed', error.message);
    throw error;
  }
  if (parsed.block.number !== number) return dead('wrong-number', `asked for ${number}, got ${parsed.block.number}`);
  const verification = deps.verifier.verify(parsed);
  for (const commitment of COMMITMENTS) {
    const result = verification[commitment];
    if (result.status === 'mismatch') return dead(`mismatch-${commitment}`, result.reason);
  }
  const tracesFailed = raw.tracesFailed ? ['traces-failed'] : [];
  return ok({
    ...deps.verifier.withAuthorities(parsed.block),
    verification,
    partialReasons: [...parsed.block.partialReasons, ...tracesFailed, ...unverifiableReasons(verification, parsed.block.hasReceipts)],
  });
}

/** Without receipts their root and the bloom cannot hold; `no-receipts` says that already. */
function unverifiableReasons(verification: BlockVerification, hasReceipts: boolean): readonly string[] {
  return COMMITMENTS.filter((commitment) => {
    if (!hasReceipts && (commitment === 'receiptsRoot' || commitment === 'logsBloom')) return false;
    return verification[commitment].status === 'unverifiable';
  }).map((commitment) => `${commitment}-unverifiable`);
}
