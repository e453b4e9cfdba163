import type { Address } from '../../core/chain/block.js';
import { NATIVE, type Transfer } from '../../core/chain/decoded.js';

export interface BalanceChange {
  readonly party: Address;
  readonly token: Address;
  readonly standard: Transfer['standard'];
  /** What the party gains; negative: loses. */
  readonly amount: bigint;
  readonly tokenId: bigint | null;
}

/** Net changes of every party and asset, gas apart. The zero address is no party: what comes from it is minted, what goes to it burnt. */
export function balanceChangesOf(transfers: readonly Transfer[]): readonly BalanceChange[] {
  const changes = new Map<string, BalanceChange>();
  const add = (party: Address, { token, standard, tokenId }: Transfer, amount: bigint) => {
    if (party === NATIVE) return;
    const key = `${party}:${token}:${tokenId}`;
    changes.set(key, { party, token, standard, tokenId, amount: (changes.get(key)?.amount ?? 0n) + amount });
  };
  for (const transfer of transfers) {
    add(transfer.from, transfer, -transfer.amount);
    add(transfer.to, transfer, transfer.amount);
  }
  return [...changes.values()].filter(({ amount }) => amount !== 0n);
}
