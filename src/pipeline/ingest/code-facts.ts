import type { Address, Block, CodeFact, Hex } from '../../core/chain/block.js';
import { APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT } from '../../core/chain/decode-approval.js';
import { addressOfTopic } from '../../core/chain/words.js';
import { isRetryable } from '../../core/errors.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { Metrics } from '../../ports/metrics.js';

const MAX_KNOWN = 50_000;
const MAX_ASKED_A_BLOCK = 500;

/** Position of the spender among the topics, by event. */
const SPENDER_TOPIC: ReadonlyMap<Hex, number> = new Map([
  [APPROVAL, 2],
  [APPROVAL_FOR_ALL, 2],
  [PERMIT2_APPROVAL, 3],
  [PERMIT2_PERMIT, 3],
]);

/** Addresses whose code a detector will ask for: who was given an allowance. */
function spendersOf(block: Block): ReadonlySet<Address> {
  const spenders = new Set<Address>();
  for (const tx of block.transactions) {
    for (const log of tx.receipt?.logs ?? []) {
      const topic = log.topics[0];
      const at = topic === undefined ? undefined : SPENDER_TOPIC.get(topic);
      const spender = at === undefined ? undefined : log.topics[at];
      if (spender !== undefined) spenders.add(addressOfTopic(spender));
    }
  }
  return spenders;
}

/**
 * Asks a block's code facts at that block. Code that is there stays (an address with code is remembered); code that is not there may come, so it is asked again.
 * What the node does not say is left out: detectors read it as unknown.
 */
export function createCodeFacts(source: ChainSource, metrics: Metrics): (block: Block) => Promise<Block> {
  const withCode = new Set<Address>();
  return async (block) => {
    const spenders = spendersOf(block);
    if (spenders.size === 0) return block;
    const code: Record<Address, CodeFact> = {};
    const ask: Address[] = [];
    for (const spender of spenders) {
      if (withCode.has(spender)) code[spender] = 'some';
      else if (ask.length < MAX_ASKED_A_BLOCK) ask.push(spender);
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
    const unknown = spenders.size - Object.keys(code).length;
    if (unknown > 0) metrics.count('tocsin_facts_unknown_total', { chain: String(block.chainId), fact: 'code' }, unknown);
    return { ...block, facts: { code } };
  };
}
