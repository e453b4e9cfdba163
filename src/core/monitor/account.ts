import type { Address } from '../chain/block.js';

/** An address in the language of monitors: a type of its own, so that text in another spelling is never silently unequal. */
export class Account {
  constructor(readonly address: Address) {}

  toString(): string {
    return this.address;
  }
}

const REMEMBERED = 20_000;
const known = new Map<Address, Account>();

/** The same object for the same address, so that equality is cheap while it is remembered; comparing goes by the address. */
export function accountOf(address: Address): Account {
  const before = known.get(address);
  if (before !== undefined) return before;
  const account = new Account(address);
  if (known.size >= REMEMBERED) known.clear();
  known.set(address, account);
  return account;
}
