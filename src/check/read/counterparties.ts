import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { Json } from '../../core/detect/finding.js';
import type { CallNode } from '../decode/call-tree.js';
import type { AskedDelegation, Counterparties, EnvironmentOutcome, SignatureFacts } from '../facts.js';

/** Beyond this many the answer would take too long; what is over is told in coverage, and the check does not count as run. */
export const MAX_COUNTERPARTIES = 200;
/** Contracts of the machine itself (precompiles). */
const PRECOMPILES_BELOW = 0x200n;

export interface PartySources {
  readonly own: ReadonlySet<Address>;
  readonly calls: readonly CallNode[];
  readonly outcomes: readonly EnvironmentOutcome[];
  readonly signature: SignatureFacts | null;
  readonly delegations: readonly Pick<AskedDelegation, 'account' | 'delegate'>[];
  /** Named otherwise: in a message. */
  readonly named: readonly Address[];
}

export function counterpartiesOf({ own, calls, outcomes, signature, delegations, named }: PartySources): Counterparties {
  const [direct, inner] = [new Set<Address>(named), new Set<Address>()];
  for (const { to, decoded } of calls) {
    if (to !== null) direct.add(to);
    for (const { type, value } of decoded?.arguments ?? []) addAddresses(type, value, direct);
  }
  for (const { steps } of outcomes)
    for (const { tx } of steps) {
      for (const { from, to } of tx.decoded.transfers) direct.add(from).add(to);
      for (const { owner, spender } of tx.decoded.approvals) direct.add(owner).add(spender);
      for (const { owner, spender } of tx.decoded.permits) direct.add(owner).add(spender ?? owner);
      for (const { address } of tx.receipt?.logs ?? []) inner.add(address);
      for (const { to } of tx.frames ?? []) if (to !== null) inner.add(to);
    }
  addSigned(signature, direct);
  for (const { account, delegate } of delegations) direct.add(account).add(delegate);
  for (const set of [direct, inner])
    for (const address of set) if (own.has(address) || address === NATIVE || BigInt(address) < PRECOMPILES_BELOW) set.delete(address);
  return { direct, inner };
}

function addSigned(signature: SignatureFacts | null, direct: Set<Address>): void {
  if (signature === null) return;
  const { domain, intent } = signature;
  if (domain.verifyingContract !== null) direct.add(domain.verifyingContract);
  for (const { token, owner, spender } of intent?.grants ?? [])
    direct
      .add(token)
      .add(owner)
      .add(spender ?? owner);
  for (const { maker, gives, gets, othersGet, taker, receiver } of intent?.orders ?? []) {
    direct.add(maker);
    for (const { token } of [...gives, ...gets, ...othersGet]) direct.add(token);
    for (const { recipient } of othersGet) direct.add(recipient);
    for (const one of [taker, receiver]) if (one !== null) direct.add(one);
  }
}

function addAddresses(type: string, value: Json, into: Set<Address>): void {
  if (Array.isArray(value)) for (const each of value as readonly Json[]) addAddresses(type.replace(/\[\d*\]$/, ''), each, into);
  else if (typeof value === 'object' && value !== null) {
    // Of a struct the types are not told: what has twenty bytes is an address.
    for (const each of Object.values(value as { readonly [key: string]: Json })) addAddresses('struct', each, into);
  } else if (typeof value === 'string' && (type === 'address' || type === 'struct') && /^0x[0-9a-f]{40}$/.test(value))
    into.add(value as Address);
}
