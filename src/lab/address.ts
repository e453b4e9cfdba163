import { getContractAddress, isHex } from 'viem';
import type { Address, Hex } from '../core/chain/block.js';
import type { Random } from './random.js';

/** viem writes addresses with a checksum; inside Tocsin they are lower case. */
export function toAddress(text: Hex): Address {
  const lower = text.toLowerCase();
  return isHex(lower) ? lower : text;
}

export function contractAt(deployer: Address, nonce: number): Address {
  return toAddress(getContractAddress({ from: deployer, nonce: BigInt(nonce) }));
}

/** An address that nobody holds the key of. */
export function randomAddress(random: Random): Address {
  return `0x${randomDigits(random, 40)}`;
}

/** What a poisoner grinds a key for: the same four digits at both ends. */
export function lookalikeOf(address: Address, random: Random): Address {
  return `0x${address.slice(2, 6)}${randomDigits(random, 32)}${address.slice(-4)}`;
}

function randomDigits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
}
