import type { Address, Frame, Hex } from '../../core/chain/block.js';
import type { DecodedTransaction } from '../../core/chain/decoded.js';
import { addressAtWord, CALL_WORDS, uintAt, wordCount } from '../../core/chain/words.js';
import type { Grant } from '../typed-data/signed-intent.js';

export interface Exposure {
  readonly kind: string;
  readonly owner: Address;
  readonly spender: Address;
  readonly token: Address;
  /** The allowance; for-all: 1; one NFT: 1. */
  readonly limit: bigint;
  readonly unlimited: boolean;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
}

/** Permit2 holds allowances in 160 bits; what passes half of that no supply reaches. */
export const UNLIMITED_FROM = 2n ** 128n;

/** What others may take once this has happened. A later allowance of the same kind takes the place of an earlier one, and a revocation leaves nothing. */
export function exposuresOf(decoded: DecodedTransaction | readonly DecodedTransaction[]): readonly Exposure[] {
  const exposures = new Map<string, Exposure>();
  const put = (exposure: Exposure) => {
    const key = `${exposure.kind}:${exposure.owner}:${exposure.spender}:${exposure.token}`;
    exposures.delete(key);
    if (exposure.limit > 0n) exposures.set(key, exposure);
  };
  const all = [decoded].flat();
  for (const { kind, token, owner, spender, amount } of all.flatMap(({ permits }) => permits)) {
    if (token === null || spender === null || amount === null || kind === 'permit2-transfer') continue;
    const standing = kind === 'permit2' ? 'permit2' : 'erc20';
    put({ kind: standing, owner, spender, token, limit: amount, unlimited: amount >= UNLIMITED_FROM, expiresAt: null });
  }
  // After the permits: their events, where a token emits them, know more.
  for (const { kind, token, owner, spender, amount, expiresAt } of all.flatMap(({ approvals }) => approvals)) {
    const limit = kind === 'erc721' ? (isZero(spender) ? 0n : 1n) : amount;
    const unlimited = kind === 'for-all' || (kind !== 'erc721' && amount >= UNLIMITED_FROM);
    put({ kind, owner, spender, token, limit, unlimited, expiresAt });
  }
  return [...exposures.values()];
}

const TRANSFER_FROM: Hex = '0x23b872dd';

/** What is left of limited allowances once the calls themselves have used them: a batch that approves and swaps leaves nothing to take. Without frames nothing is known to be used. */
export function unspent(exposures: readonly Exposure[], frames: readonly Frame[]): readonly Exposure[] {
  return exposures.flatMap((exposure): Exposure[] => {
    const { kind, token, spender, owner, limit, unlimited } = exposure;
    if (kind !== 'erc20' || unlimited) return [exposure];
    const spent = frames.reduce((sum, { to, from, input, failed }) => {
      const isSpent = !failed && to === token && from === spender && input.startsWith(TRANSFER_FROM) && wordCount(input, CALL_WORDS) >= 3;
      return isSpent && addressAtWord(input, 0, CALL_WORDS) === owner ? sum + uintAt(input, 2, CALL_WORDS) : sum;
    }, 0n);
    return spent >= limit ? [] : [{ ...exposure, limit: limit - spent }];
  });
}

/** What a signature would let others take; nothing where nobody is named, or nothing allowed. */
export function grantedExposures(grants: readonly Grant[]): readonly Exposure[] {
  return grants.flatMap(({ kind, owner, spender, token, amount, expiresAt }): Exposure[] =>
    spender === null || amount === 0n
      ? []
      : [{ kind, owner, spender, token, limit: amount, unlimited: kind === 'for-all' || amount >= UNLIMITED_FROM, expiresAt }],
  );
}

function isZero(address: Address): boolean {
  return /^0x0+$/.test(address);
}
