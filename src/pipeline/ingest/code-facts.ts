import type { Address, Block, CodeFact, Hex } from '../../core/chain/block.js';
import { decodeAdmin } from '../../core/chain/decode-admin.js';
import { APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT } from '../../core/chain/decode-approval.js';
import { decodeSetting } from '../../core/chain/decode-settings.js';
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

/** Addresses whose code a detector will ask for: who was given an allowance, and to whom control over a contract went. */
function subjectsOf(block: Block): ReadonlySet<Address> {
  const subjects = new Set<Address>();
  for (const tx of block.transactions) {
    for (const log of tx.receipt?.logs ?? []) {
      const topic = log.topics[0];
      if (topic === undefined) continue;
      const at = SPENDER_TOPIC.get(topic);
      const spender = at === undefined ? undefined : log.topics[at];
      if (spender !== undefined) subjects.add(addressOfTopic(spender));
      for (const event of [decodeAdmin(log), decodeSetting(log)]) if (event?.target != null) subjects.add(event.target);
    }
  }
  return subjects;
}

/**
 * Asks a block's code facts at that block. Code that is there stays (an address with code is remembered); code that is not there may come, so it is asked again.
 * What the node does not say is left out: detectors read it as unknown.
 */
export function createCodeFacts(source: ChainSource, metrics: Metrics): (block: Block) => Promise<Block> {
  const withCode = new Set<Address>();
  return async (block) => {
    const subjects = subjectsOf(block);
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
