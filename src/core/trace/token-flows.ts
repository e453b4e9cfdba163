import type { Address, Hex } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import { addressAtWord, CALL_WORDS, uintAt } from '../chain/words.js';
import { type Call, isCreate } from './calls.js';

export type FlowKind = 'native' | 'transfer' | 'transfer-from' | 'mint' | 'burn' | 'wrap' | 'unwrap';

/** Value that moves, as the calldata of successful calls tells. */
export interface Flow {
  /** The native coin and its wrapped form are one. */
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
  /** The call that moves it. */
  readonly at: number;
  readonly kind: FlowKind;
}

export const TRANSFER: Hex = '0xa9059cbb';
export const TRANSFER_FROM: Hex = '0x23b872dd';
export const MINT: Hex = '0x40c10f19';
export const BURN: Hex = '0x9dc29fac';
export const BURN_FROM: Hex = '0x79cc6790';
export const DEPOSIT: Hex = '0xd0e30db0';
export const WITHDRAW: Hex = '0x2e1a7d4d';

/** Plain calls of tokens and wrapped coins: approve and permit among them. */
export const TOKEN_CALLS: ReadonlySet<Hex> = new Set([TRANSFER, TRANSFER_FROM, DEPOSIT, '0x095ea7b3', '0xd505accf']);

/** Wrapped native coins: Ethereum, BNB, Polygon, Arbitrum, Optimism and Base, Avalanche, Gnosis. Each holds one for one. */
export const WRAPPED: ReadonlySet<Address> = new Set<Address>([
  '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c',
  '0x0d500b1d8e8ef31e21c99d1db9a6444d3adf1270',
  '0x82af49447d8a07e3bd95bd0d56f35241523fbab1',
  '0x4200000000000000000000000000000000000006',
  '0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7',
  '0xe91d153e0b41518a2ce8dd3d7944fa863463a97d',
]);

/** Amounts from here on are no amounts: ids, or "all". */
const TOO_MUCH = 1n << 200n;

/** Every movement of value in the order of the calls. A delegate call moves nothing by itself: a token behind a proxy counts once. */
export function flowsOf(calls: readonly Call[]): readonly Flow[] {
  const flows: Flow[] = [];
  for (const call of calls) {
    const { failed, valueWei, kind, to, from, index } = call;
    if (failed || to === null) continue;
    if (valueWei > 0n && (kind === 'CALL' || isCreate(call)))
      flows.push({ token: NATIVE, from, to, amount: valueWei, at: index, kind: 'native' });
    if (kind !== 'CALL' || call.input.length < 10) continue;
    const flow = tokenFlow(calls, call, to);
    if (flow !== null) flows.push(flow);
  }
  return flows.filter(({ amount }) => amount > 0n && amount < TOO_MUCH);
}

function tokenFlow(calls: readonly Call[], call: Call, to: Address): Flow | null {
  const { input, selector, from, index: at, valueWei } = call;
  const token = WRAPPED.has(to) ? NATIVE : to;
  const words = (input.length - CALL_WORDS) / 64;
  const address = (i: number) => addressAtWord(input, i, CALL_WORDS);
  const amount = (i: number) => uintAt(input, i, CALL_WORDS);
  switch (selector) {
    case TRANSFER:
      return words < 2 ? null : { token, from, to: address(0), amount: amount(1), at, kind: 'transfer' };
    case TRANSFER_FROM:
      return words < 3 ? null : { token, from: address(0), to: address(1), amount: amount(2), at, kind: 'transfer-from' };
    case MINT:
      return words < 2 ? null : { token, from: NATIVE, to: address(0), amount: amount(1), at, kind: 'mint' };
    case BURN:
    case BURN_FROM:
      return words < 2 ? null : { token, from: address(0), to: NATIVE, amount: amount(1), at, kind: 'burn' };
    case DEPOSIT:
      return valueWei > 0n && call.end === at + 1 ? { token: NATIVE, from: to, to: from, amount: valueWei, at, kind: 'wrap' } : null;
    case WITHDRAW: {
      const paid = calls[at + 1];
      const isPaid = words >= 1 && call.end === at + 2 && paid?.valueWei === amount(0) && paid.kind === 'CALL' && paid.to === from;
      return isPaid ? { token: NATIVE, from, to, amount: amount(0), at, kind: 'unwrap' } : null;
    }
    default:
      return null;
  }
}

export type Net = ReadonlyMap<Address, bigint>;

/** What each party gained and lost of each token. */
export function netByParty(flows: readonly Flow[]): ReadonlyMap<Address, Net> {
  const net = new Map<Address, Map<Address, bigint>>();
  const add = (party: Address, token: Address, amount: bigint) => {
    const own = net.get(party) ?? new Map<Address, bigint>();
    if (own.size === 0) net.set(party, own);
    own.set(token, (own.get(token) ?? 0n) + amount);
  };
  for (const { token, from, to, amount } of flows) {
    if (from === to) continue;
    add(from, token, -amount);
    add(to, token, amount);
  }
  return net;
}

export interface GroupNet {
  readonly net: Net;
  /** What came in from outside of the group. */
  readonly gross: Net;
  /** Tokens of which something was gained or lost; what rounding leaves is left out. */
  readonly gained: readonly Address[];
  readonly lost: readonly Address[];
}

export function netOfGroup(group: ReadonlySet<Address>, flows: readonly Flow[], byParty: ReadonlyMap<Address, Net>): GroupNet {
  const net = new Map<Address, bigint>();
  const gross = new Map<Address, bigint>();
  for (const party of group) for (const [token, amount] of byParty.get(party) ?? []) net.set(token, (net.get(token) ?? 0n) + amount);
  for (const { token, from, to, amount } of flows)
    if (group.has(to) && !group.has(from)) gross.set(token, (gross.get(token) ?? 0n) + amount);
  const isDust = (token: Address, amount: bigint) => {
    const size = amount < 0n ? -amount : amount;
    const whole = gross.get(token) ?? 0n;
    return size < 10n || size * 1_000_000n <= (whole > 1n ? whole : 1n);
  };
  const gained: Address[] = [];
  const lost: Address[] = [];
  for (const [token, amount] of net) {
    if (amount === 0n || isDust(token, amount)) continue;
    if (amount > 0n) gained.push(token);
    else lost.push(token);
  }
  return { net, gross, gained, lost };
}
