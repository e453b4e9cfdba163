import type { TransferView } from '../../contracts/transaction.js';

/** What one party gained (or, negative, lost) of one token over a transaction. */
export interface BalanceChange {
  readonly party: string;
  /** Null: the native coin. */
  readonly token: string | null;
  readonly standard: TransferView['standard'];
  readonly amount: bigint;
}

const NOBODY = /^0x0{40}$/;

/** Net of all movements, biggest losers' lines first within a party. What comes out even is left out, as is the zero address: it mints and burns. */
export function balanceChanges(transfers: readonly TransferView[]): readonly BalanceChange[] {
  const net = new Map<string, BalanceChange>();
  const add = (transfer: TransferView, party: string, amount: bigint) => {
    if (NOBODY.test(party)) return;
    const token = tokenOf(transfer);
    const key = `${party.toLowerCase()} ${token ?? ''} ${transfer.tokenId ?? ''}`;
    net.set(key, { party, token, standard: transfer.standard, amount: (net.get(key)?.amount ?? 0n) + amount });
  };
  for (const transfer of transfers) {
    add(transfer, transfer.from, -BigInt(transfer.amount));
    add(transfer, transfer.to, BigInt(transfer.amount));
  }
  return [...net.values()].filter(({ amount }) => amount !== 0n);
}

export function tokenOf(transfer: TransferView): string | null {
  return transfer.standard === 'native' ? null : transfer.token;
}

/** By party, in the order in which they first moved something. */
export function changesByParty(transfers: readonly TransferView[]): ReadonlyMap<string, readonly BalanceChange[]> {
  const parties = new Map<string, BalanceChange[]>();
  for (const change of balanceChanges(transfers)) {
    const list = parties.get(change.party);
    if (list === undefined) parties.set(change.party, [change]);
    else list.push(change);
  }
  return parties;
}
