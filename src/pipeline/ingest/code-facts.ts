import type { Address, Block, CodeFact } from '../../core/chain/block.js';
import { codeSubjectsOf } from '../../core/chain/code-subjects.js';
import { isRetryable } from '../../core/errors.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { Metrics } from '../../ports/metrics.js';

const MAX_KNOWN = 50_000;
const MAX_ASKED_A_BLOCK = 500;

/**
 * Asks a block's code facts at that block. Code that is there stays (an address with code is remembered); code that is not there may come, so it is asked again.
 * What the node does not say is left out: detectors read it as unknown.
 */
export function createCodeFacts(source: ChainSource, metrics: Metrics): (block: Block) => Promise<Block> {
  const withCode = new Set<Address>();
  return async (block) => {
    const subjects = codeSubjectsOf(block.transactions.flatMap(({ receipt }) => receipt?.logs ?? []));
    if (subjects.size === 0) return block;
    const code: Record<Address, CodeFact> = {};
    const ask: Address[] = [];
    for (const subject of subjects) {
      if (withCode.has(subject)) code[subject] = 'some';
      else if (ask.length < MAX_ASKED_A_BLOCK) ask.push(subject);
    }
    const facts = await source.codeAt(ask, block.hash).catch((error: unknown) => {
      if (isRetryable(error)) return new Map<Address, 'none' | 'some'>();
      throw error;
    });
    for (const [address, fact] of facts) {
      code[address] = fact;
      if (fact === 'some') withCode.add(address);
    }
    if (withCode.size > MAX_KNOWN) withCode.clear();
    const unknown = subjects.size - Object.keys(code).length;
    if (unknown > 0) metrics.count('tocsin_facts_unknown_total', { chain: String(block.chainId), fact: 'code' }, unknown);
    return { ...block, facts: { code } };
  };
}
