import type { Hex } from './block.js';

/** Storage where proxies keep what they run (EIP-1967, EIP-1822, OpenZeppelin before that). */
export const PROXY_SLOTS = {
  implementation: '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc',
  beacon: '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50',
  uups: '0xc5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7',
  zeppelin: '0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3',
  /** A Safe's singleton, and that of other early proxies. */
  first: `0x${'0'.repeat(64)}`,
} as const satisfies Record<string, Hex>;
/** `implementation()` of a beacon. */
export const BEACON_IMPLEMENTATION: Hex = '0x5c60da1b';
/** Code of an account that runs another's (EIP-7702). */
export const DELEGATION = /^0xef0100([0-9a-f]{40})$/;
/** EIP-1167, also with a short address. */
export const MINIMAL_PROXY = /^0x363d3d373d3d3d363d(?:73([0-9a-f]{40})|6f([0-9a-f]{32}))5af43d82803e903d91602[b7]57fd5bf3/;
