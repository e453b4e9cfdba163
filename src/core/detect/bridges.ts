import type { Address, Hex, Log } from '../chain/block.js';
import type { InspectedTransaction, Label } from './detector.js';

export interface BridgePayout {
  readonly bridge: Address;
  readonly token: Address;
  readonly to: Address;
  readonly amount: bigint;
}

/** Which addresses are bridges: by a label, or because they were seen to take and to give out by functions named as bridges name them. */
export type IsBridge = (address: Address) => boolean;

export function bridgesBy(labelsOf: (address: Address) => readonly Label[], actsAsBridge: IsBridge): IsBridge {
  return (address) => {
    const labels = labelsOf(address);
    return labels.some(({ category }) => category === 'bridge') || (labels.length === 0 && actsAsBridge(address));
  };
}

/** What bridges pay in a transaction, out of what they keep. */
export function payoutsOf(tx: InspectedTransaction, isBridge: IsBridge): readonly BridgePayout[] {
  if (tx.receipt?.status === 0) return [];
  return tx.decoded.transfers.flatMap(({ standard, token, from, to, amount }): BridgePayout[] => {
    if ((standard !== 'erc20' && standard !== 'native') || amount === 0n || from === tx.from || !isBridge(from)) return [];
    return [{ bridge: from, token, to, amount }];
  });
}

/** Numbers that name a message: 32 bytes in a topic that are neither an address nor a small number. */
export function idsOf({ topics }: Log): readonly Hex[] {
  return topics.slice(1).filter((topic) => !topic.startsWith('0x000000000000'));
}
