import { keccak256, stringToHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { Address } from '../core/chain/block.js';
import { toAddress } from './address.js';

/** Somebody with a key of the town's own making. */
export interface Resident {
  readonly name: string;
  readonly address: Address;
  readonly account: PrivateKeyAccount;
}

/** The same seed and name give the same key: a second start finds its people again. Such keys guard nothing. */
export function residentOf(seed: number, name: string): Resident {
  const account = privateKeyToAccount(keccak256(stringToHex(`tocsin-lab:${seed}:${name}`)));
  return { name, address: toAddress(account.address), account };
}
