import type { Address, Block, CodeFact } from '../../core/chain/block.js';
import type { DetectContext, InspectedTransaction, Label } from '../../core/detect/detector.js';
import type { ContractHistory } from '../../core/detect/history.js';
import type { Knowledge } from './knowledge.js';

/** What the block itself proves about code: who emitted a log or called from inside a transaction is a contract. */
export function inferredContracts(transactions: readonly InspectedTransaction[]): ReadonlySet<Address> {
  const contracts = new Set<Address>();
  for (const tx of transactions) {
    for (const log of tx.receipt?.logs ?? []) contracts.add(log.address);
    for (const frame of tx.frames ?? []) if (frame.parent >= 0) contracts.add(frame.from);
  }
  return contracts;
}

/** What detectors of one block may ask. Facts that travelled with the block come first, then what the block proves; else unknown. */
export function detectContext(
  block: Block,
  transactions: readonly InspectedTransaction[],
  history: ContractHistory,
  knowledge: Knowledge,
): DetectContext {
  const contracts = inferredContracts(transactions);
  const noLabels: readonly Label[] = [];
  const codeOf = (address: Address): CodeFact => {
    const fact = block.facts.code[address];
    if (fact !== undefined && fact !== 'unknown') return fact;
    return contracts.has(address) ? 'some' : 'unknown';
  };
  return {
    chainId: block.chainId,
    blockNumber: block.number,
    timestamp: block.header.timestamp,
    codeOf,
    labelsOf: (address) => knowledge.labelsOf(block.chainId, address) ?? noLabels,
    priceUsdOf: (token) => knowledge.priceUsdOf(block.chainId, token, block.header.timestamp),
    decimalsOf: (token) => knowledge.decimalsOf(block.chainId, token),
    history,
  };
}
