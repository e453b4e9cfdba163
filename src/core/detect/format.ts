import type { Address } from '../chain/block.js';

/** An address as a sentence can hold it: enough digits at both ends to tell two apart by eye. */
export function shortAddress(address: Address): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** More digits of an address, where another one shares the first and the last. */
export function longerAddress(address: Address): string {
  return `${address.slice(0, 10)}…${address.slice(-8)}`;
}

/** An amount in the token's smallest unit as people read it; without decimals it stays a count of units. */
export function formatAmount(amount: bigint, decimals: number | null): string {
  if (decimals === null) return `${group(amount.toString())} units`;
  const scale = 10n ** BigInt(decimals);
  const whole = amount / scale;
  const fraction = (amount % scale).toString().padStart(decimals, '0').slice(0, 2).replace(/0+$/, '');
  return fraction === '' || whole >= 1_000n ? group(whole.toString()) : `${group(whole.toString())}.${fraction}`;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
