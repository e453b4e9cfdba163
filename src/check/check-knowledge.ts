import type { Address } from '../core/chain/block.js';
import type { DetectContext, Label } from '../core/detect/detector.js';
import type { ContractHistory } from '../core/detect/history.js';
import type { KnownCode } from './read/counterparty-code.js';

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
  code: Pick<KnownCode, 'fact'>,
  history: ContractHistory,
): DetectContext {
  const { chainId, timestamp } = moment;
  return {
    ...moment,
    codeOf: code.fact,
    labelsOf: (address) => knowledge.labelsOf(chainId, address),
    priceUsdOf: (token) => knowledge.priceUsdOf(chainId, token, timestamp),
    decimalsOf: (token) => knowledge.decimalsOf(chainId, token),
    history,
  };
}
