import type { Address } from '../chain/block.js';
import type { Transfer } from '../chain/decoded.js';
import type { InspectedTransaction } from './detector.js';

/** Something that a spender did to an owner. */
export interface OwnerTouched {
  /** Chain seconds. */
  readonly at: number;
  readonly owner: Address;
}

/** So much of what an owner has is all of it. */
export const NEARLY_ALL = 0.9;
/** An approval that is older than this is no longer "just now". */
export const SOON_S = 3 * 86_400;

export interface Taking extends Transfer {
  readonly spender: Address;
}

/**
 * Tokens that leave somebody who did not send the transaction and who receives nothing in it, right after the sender, or the contract it called, was allowed to take them.
 * `held`: what the owner had before; null: not known.
 */
export function takingsIn(
  tx: InspectedTransaction,
  now: number,
  approvedAt: (owner: Address, spender: Address) => number | null,
  held: (owner: Address, token: Address) => bigint | null,
): readonly Taking[] {
  const { transfers } = tx.decoded;
  if (tx.receipt?.status === 0 || transfers.length === 0) return [];
  const spenders = tx.to === null ? [tx.from] : [tx.from, tx.to];
  return transfers.flatMap((transfer): Taking[] => {
    const { standard, token, from, to, amount } = transfer;
    if (standard !== 'erc20' || amount === 0n || from === tx.from || from === tx.to || from === to) return [];
    if (transfers.some((one) => one.to === from)) return [];
    const spender = spenders.find((one) => {
      const at = approvedAt(from, one);
      return at !== null && now - at <= SOON_S;
    });
    if (spender === undefined) return [];
    const before = held(from, token);
    return before !== null && before > 0n && Number(amount) >= Number(before) * NEARLY_ALL ? [{ ...transfer, spender }] : [];
  });
}

/** Permits of others that are handed in: whose, and who may spend by them. */
export function permitsHandedIn(
  tx: InspectedTransaction,
): readonly { readonly owner: Address; readonly spender: Address; readonly token: Address | null }[] {
  if (tx.receipt?.status === 0) return [];
  return tx.decoded.permits.flatMap(({ owner, spender, token }) =>
    owner === tx.from ? [] : [{ owner, spender: spender ?? tx.to ?? tx.from, token }],
  );
}
