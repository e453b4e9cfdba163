import type { Block, Hex } from '../../core/chain/block.js';
import { type StateQuestion, stateQuestionKey } from '../../core/monitor/monitor.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { Metrics } from '../../ports/metrics.js';

/** Bounded: a block does not wait for a thousand answers. What is beyond is unknown, and counted. */
const MOST_READS = 200;

/** Asks what monitors want to know, at this very block; the answers travel in the record, so that redelivery sees the same. */
export function createMonitorReads(
  source: ChainSource,
  wanted: () => readonly StateQuestion[],
  metrics: Metrics,
): (block: Block) => Promise<Block> {
  return async (block) => {
    const questions = wanted();
    if (questions.length === 0) return block;
    const answers = await source.answersAt(questions.slice(0, MOST_READS), block.hash);
    const reads: Record<string, Hex | 'unknown'> = {};
    for (const asked of questions.map(stateQuestionKey)) reads[asked] = answers.get(asked) ?? 'unknown';
    const unknown = questions.length - answers.size;
    if (unknown > 0) metrics.count('tocsin_facts_unknown_total', { chain: String(block.chainId), fact: 'read' }, unknown);
    return { ...block, facts: { ...block.facts, reads } };
  };
}
