import type { Address, CodeFact } from '../core/chain/block.js';
import type { DetectContext, Label } from '../core/detect/detector.js';
import type { ContractHistory } from '../core/detect/history.js';

/** What is known of addresses and tokens beside the chain. Answers come from memory. */
export interface CheckKnowledge {
  labelsOf(chainId: number, address: Address): readonly Label[];
  priceUsdOf(chainId: number, token: Address, timestamp: number): number | null;
  decimalsOf(chainId: number, token: Address): number | null;
}

export interface CheckMoment {
  readonly chainId: number;
  readonly blockNumber: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** What detectors may ask about a transaction that is not mined. */
export function checkContext(
  moment: CheckMoment,
  knowledge: CheckKnowledge,
  code: ReadonlyMap<Address, CodeFact>,
  history: ContractHistory,
): DetectContext {
  const { chainId, timestamp } = moment;
  return {
    ...moment,
    codeOf: (address) => code.get(address) ?? 'unknown',
    labelsOf: (address) => knowledge.labelsOf(chainId, address),
    priceUsdOf: (token) => knowledge.priceUsdOf(chainId, token, timestamp),
    decimalsOf: (token) => knowledge.decimalsOf(chainId, token),
    history,
  };
}
