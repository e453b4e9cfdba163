import type { Address, Hex, Log } from '../chain/block.js';
import type { InspectedTransaction, Label } from './detector.js';

export interface BridgePayout {
  readonly bridge: Address;
  readonly token: Address;
  readonly to: Address;
  readonly amount: bigint;
}

export function isBridge(address: Address, labelsOf: (address: Address) => readonly Label[]): boolean {
  return labelsOf(address).some(({ category }) => category === 'bridge');
}

/** What bridges pay in a transaction: out of what they keep, or newly minted at their word. */
export function payoutsOf(tx: InspectedTransaction, labelsOf: (address: Address) => readonly Label[]): readonly BridgePayout[] {
  if (tx.receipt?.status === 0) return [];
  return tx.decoded.transfers.flatMap(({ standard, token, from, to, amount }): BridgePayout[] => {
    if ((standard !== 'erc20' && standard !== 'native') || amount === 0n || from === tx.from || !isBridge(from, labelsOf)) return [];
    return [{ bridge: from, token, to, amount }];
  });
}

/** Numbers that name a message: 32 bytes in a topic that are neither an address nor a small number. */
export function idsOf({ topics }: Log): readonly Hex[] {
  return topics.slice(1).filter((topic) => !topic.startsWith('0x000000000000'));
}
