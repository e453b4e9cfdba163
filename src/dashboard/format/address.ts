/** Enough digits at both ends to tell most apart; what they do not tell apart is marked, see signs/look-alikes.ts. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function shortHash(hash: string): string {
  return `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}

/** What address poisoning imitates: the digits that people compare. */
export function facadeOf(address: string): string {
  const digits = address.toLowerCase();
  return `${digits.slice(2, 6)}…${digits.slice(-4)}`;
}

/** The middle of an address, where look-alikes differ: the first digits at which it departs from the other. */
export function differingPart(address: string, other: string): { readonly at: number; readonly digits: string } {
  const [a, b] = [address.toLowerCase(), other.toLowerCase()];
  let at = 2;
  while (at < a.length && a[at] === b[at]) at += 1;
  const start = Math.max(6, Math.min(at, address.length - 8));
  return { at: start, digits: address.slice(start, start + 4) };
}
