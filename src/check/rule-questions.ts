import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import { FLAGGED_CATEGORIES, type LabelCategory } from '../core/detect/detector.js';
import { argumentAt, argumentNamed, asAddress, asAmount } from './decode/arguments.js';
import type { CallNode } from './decode/call-tree.js';
import type { CheckFacts } from './facts.js';
import type { BalanceChange } from './simulate/balance-changes.js';

/** What several rules ask of the facts. */

export function hasLabel({ ctx }: CheckFacts, address: Address, categories: readonly LabelCategory[]): boolean {
  return ctx.labelsOf(address).some(({ category }) => categories.includes(category));
}

/** Somebody vouches for it: it is labelled, and by nobody as dangerous. */
export function isVouchedFor({ ctx }: CheckFacts, address: Address): boolean {
  const labels = ctx.labelsOf(address);
  return labels.length > 0 && labels.every(({ category }) => !FLAGGED_CATEGORIES.includes(category));
}

export function isFlaggedAddress(facts: CheckFacts, address: Address): boolean {
  return hasLabel(facts, address, FLAGGED_CATEGORIES);
}

/** An account that a person holds: without code, or with no more than a delegation. */
export function isAccount({ ctx, codeOf }: CheckFacts, address: Address): boolean {
  return ctx.codeOf(address) === 'none' || codeOf(address)?.delegatesTo != null;
}

/** Seconds since a contract was seen to be created; null where that was not seen. */
export function ageOf({ ctx }: CheckFacts, contract: Address): number | null {
  const createdAt = ctx.history.createdAt(contract);
  return createdAt === null ? null : ctx.timestamp - createdAt;
}

/** It was seen at work for as long: on a chain that was watched. */
export function isEstablished({ ctx }: CheckFacts, address: Address, forS: number): boolean {
  const seenAt = ctx.history.createdAt(address) ?? ctx.history.firstSeenAt(address);
  return seenAt !== null && ctx.timestamp - seenAt >= forS;
}

export interface Payment {
  readonly standard: 'native' | 'erc20' | 'erc721' | 'erc1155';
  readonly token: Address;
  readonly to: Address;
  readonly amount: bigint;
}

/** What one of the own accounts pays outright, by a transfer and nothing else. */
export function paymentsOf({ calls, own }: CheckFacts): readonly Payment[] {
  return calls.flatMap((call): Payment[] => {
    const { from, to, valueWei, input, decoded } = call;
    if (to === null) return [];
    if (input === '0x') return own.has(from) && valueWei > 0n ? [{ standard: 'native', token: NATIVE, to, amount: valueWei }] : [];
    const moved = decoded === null ? null : tokenPayment(call, own);
    return moved === null ? [] : [{ ...moved, token: to }];
  });
}

function tokenPayment({ from, decoded }: CallNode, own: ReadonlySet<Address>): Omit<Payment, 'token'> | null {
  if (decoded === null) return null;
  const [first, second] = [asAddress(argumentAt(decoded, 0)), asAddress(argumentAt(decoded, 1))];
  switch (decoded.signature) {
    case 'transfer(address,uint256)':
      return first !== null && own.has(from) ? { standard: 'erc20', to: first, amount: asAmount(argumentAt(decoded, 1)) } : null;
    case 'transferFrom(address,address,uint256)':
      return first !== null && second !== null && own.has(first)
        ? { standard: 'erc20', to: second, amount: asAmount(argumentAt(decoded, 2)) }
        : null;
    case 'safeTransferFrom(address,address,uint256)':
    case 'safeTransferFrom(address,address,uint256,bytes)':
      return first !== null && second !== null && own.has(first) ? { standard: 'erc721', to: second, amount: 1n } : null;
    case 'safeTransferFrom(address,address,uint256,uint256,bytes)':
      return first !== null && second !== null && own.has(first)
        ? { standard: 'erc1155', to: second, amount: asAmount(argumentAt(decoded, 3)) }
        : null;
    default:
      return null;
  }
}

/** Nothing but transfers was asked for: who signs knows what leaves. */
export function isPlainPayment(facts: CheckFacts): boolean {
  const leaves = facts.calls.filter(({ calls }) => calls.length === 0);
  return leaves.length > 0 && paymentsOf(facts).length === leaves.length;
}

export interface OwnChanges {
  readonly lost: readonly BalanceChange[];
  readonly gained: readonly BalanceChange[];
}

export function ownChangesOf({ changes, own }: CheckFacts): OwnChanges {
  const mine = changes.filter(({ party }) => own.has(party));
  return { lost: mine.filter(({ amount }) => amount < 0n), gained: mine.filter(({ amount }) => amount > 0n) };
}

/** Whole units in USD; null where price or decimals are not known. */
export function usdOf(facts: CheckFacts, token: Address, amount: bigint): number | null {
  const price = facts.ctx.priceUsdOf(token);
  const decimals = token === NATIVE ? 18 : (facts.tokenOf(token)?.decimals ?? facts.ctx.decimalsOf(token));
  return price === null || decimals === null ? null : (Number(amount) / 10 ** decimals) * price;
}

/** Of all assets; null where one of them has no price. */
export function sumUsd(facts: CheckFacts, items: readonly { readonly token: Address; readonly amount: bigint }[]): number | null {
  let sum = 0;
  for (const { token, amount } of items) {
    const usd = usdOf(facts, token, amount < 0n ? -amount : amount);
    if (usd === null) return null;
    sum += usd;
  }
  return sum;
}

/** The call that was asked for, not what it carries. */
export function outerCall({ calls }: CheckFacts): CallNode | null {
  return calls[0] ?? null;
}

export function addressNamed({ decoded }: CallNode, ...names: readonly string[]): Address | null {
  if (decoded === null) return null;
  for (const name of names) {
    const address = asAddress(argumentNamed(decoded, name));
    if (address !== null) return address;
  }
  return null;
}

/** Every call is on an account that nobody is behind: routers name senders and themselves by these (Uniswap's Constants). */
export function isPlaceholder(address: Address): boolean {
  return BigInt(address) <= 2n;
}

export const DAY = 86_400;
