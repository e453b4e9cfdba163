import type { Address, Hex } from '../chain/block.js';
import { addressAtWord, CALL_WORDS, uintAt, wordCount } from '../chain/words.js';
import type { Call } from './calls.js';
import { PRICE_VIEWS, SWAPS, V2_SWAPS, V3_SWAPS } from './selectors.js';
import type { TraceFacts } from './trace-facts.js';

export const GET_RESERVES: Hex = '0x0902f1ac';
export const BALANCE_OF: Hex = '0x70a08231';
export const TOTAL_SUPPLY: Hex = '0x18160ddd';
export const SLOT0: Hex = '0x3850c7bd';
export const ALLOWANCE: Hex = '0xdd62ed3e';

/** A contract that asked a pool's state which the cluster had changed before. */
export interface OracleRead {
  readonly reader: Address;
  readonly call: Call;
  readonly pool: Address;
  /** The cluster traded there again afterwards. */
  readonly isBetween: boolean;
}

/** How far answers to the same question moved within the transaction: natural logarithm of the largest over the smallest. */
export interface PriceMoves {
  /** Of a V2 pool's reserves. */
  readonly pool: number;
  readonly poolMoved: Address | null;
  /** Of each V2 pool whose reserves were asked for around a trade; a pool that is not here moved by nobody knows how much. */
  readonly pools: ReadonlyMap<Address, number>;
  /** Of questions for a price. */
  readonly view: number;
  /** Of any question with one number for an answer. */
  readonly anyView: number;
  readonly supply: number;
}

export function movesOf(trace: TraceFacts): PriceMoves {
  const pools = new Map<Address, number>();
  for (const [of, logs] of poolPrices(trace)) if (logs.length > 1) pools.set(of as Address, Math.max(...logs) - Math.min(...logs));
  const [poolMoved, pool] = [...pools].reduce<readonly [Address | null, number]>((most, one) => (one[1] > most[1] ? one : most), [null, 0]);
  const [, view] = largest(answers(trace, (call) => PRICE_VIEWS.has(call.selector), 0n, true));
  const [, supply] = largest(answers(trace, ({ selector }) => selector === TOTAL_SUPPLY, 0n, true));
  const isAny = ({ kind, selector }: Call) =>
    kind === 'STATICCALL' && selector !== BALANCE_OF && selector !== ALLOWANCE && selector !== TOTAL_SUPPLY;
  const [, anyView] = largest(answers(trace, isAny, 1_000n, false));
  return { pool, poolMoved, pools, view, anyView, supply };
}

const TOO_MUCH = 1n << 200n;

function largest(series: ReadonlyMap<string, readonly number[]>): readonly [Address | null, number] {
  let [of, most]: [Address | null, number] = [null, 0];
  for (const [key, logs] of series) {
    if (logs.length < 2) continue;
    const moved = Math.max(...logs) - Math.min(...logs);
    if (moved > most) [of, most] = [key.slice(0, 42) as Address, moved];
  }
  return [of, most];
}

/** Logarithms of the answers to each question: the same function of the same contract with the same arguments. */
function answers(
  trace: TraceFacts,
  isMeant: (call: Call) => boolean,
  above: bigint,
  isCallToo: boolean,
): ReadonlyMap<string, readonly number[]> {
  const series = new Map<string, number[]>();
  for (const call of trace.calls) {
    const { kind, failed, to, output, input } = call;
    if (failed || to === null || output.length !== 66 || !(kind === 'STATICCALL' || (isCallToo && kind === 'CALL')) || !isMeant(call))
      continue;
    const value = uintAt(output, 0);
    if (value <= above || value >= TOO_MUCH) continue;
    push(series, call.selector === TOTAL_SUPPLY ? to : to + input, Math.log(Number(value)));
  }
  return series;
}

function push(series: Map<string, number[]>, key: string, value: number): void {
  const known = series.get(key);
  if (known === undefined) series.set(key, [value]);
  else known.push(value);
}

/** Reserves as they were asked for, and as a swap must have left them. */
function poolPrices({ calls }: TraceFacts): ReadonlyMap<string, readonly number[]> {
  const asked = new Map<Address, { readonly at: number; readonly a: number; readonly b: number }[]>();
  const series = new Map<string, number[]>();
  for (const { kind, failed, to, selector, output, index } of calls) {
    if ((kind !== 'CALL' && kind !== 'STATICCALL') || failed || to === null || selector !== GET_RESERVES || wordCount(output) < 2) continue;
    const [a, b] = [Number(uintAt(output, 0)), Number(uintAt(output, 1))];
    if (a === 0 || b === 0) continue;
    const list = asked.get(to) ?? [];
    list.push({ at: index, a, b });
    asked.set(to, list);
    push(series, to, Math.log(a / b));
  }
  if (asked.size === 0) return series;
  for (const call of calls) {
    const { to, kind, selector, failed, input, index } = call;
    if (to === null || kind !== 'CALL' || failed || !V2_SWAPS.has(selector) || wordCount(input, CALL_WORDS) < 2) continue;
    const last = asked
      .get(to)
      ?.filter(({ at }) => at < index)
      .at(-1);
    if (last === undefined) continue;
    const [left0, left1] = [1 - Number(uintAt(input, 0, CALL_WORDS)) / last.a, 1 - Number(uintAt(input, 1, CALL_WORDS)) / last.b];
    if (left0 > 0 && left1 > 0) push(series, to, Math.log(last.a / last.b) + 2 * Math.log(left0) - 2 * Math.log(left1));
  }
  return series;
}

/** A pool that was traded in both directions. */
export function tradedBothWays({ calls }: TraceFacts): Address | null {
  const ways = new Map<Address, boolean>();
  for (const { kind, failed, to, selector, input } of calls) {
    if (kind !== 'CALL' || failed || to === null || wordCount(input, CALL_WORDS) < 2) continue;
    const word = V2_SWAPS.has(selector) ? 0 : V3_SWAPS.has(selector) ? 1 : null;
    if (word === null) continue;
    const way = uintAt(input, word, CALL_WORDS) > 0n;
    const before = ways.get(to);
    if (before !== undefined && before !== way) return to;
    ways.set(to, way);
  }
  return null;
}

/** Inside a call of the cluster that is no swap, somebody asks a pool's state that the cluster's swaps had changed. */
export function oracleReadsOf(trace: TraceFacts): readonly OracleRead[] {
  const { calls } = trace;
  if (calls.length < 4) return [];
  const traded = new Map<Address, number[]>();
  for (const { kind, failed, to, selector, index } of calls) {
    if (kind !== 'CALL' || failed || to === null || !SWAPS.has(selector)) continue;
    traded.set(to, [...(traded.get(to) ?? []), index]);
  }
  if (traded.size === 0) return [];
  const reads: OracleRead[] = [];
  for (const call of trace.outgoing) {
    if (SWAPS.has(call.selector) || call.to === null) continue;
    const inside = calls.slice(call.index, call.end);
    const tradedInside = new Set(inside.flatMap(({ selector, to }) => (SWAPS.has(selector) ? [to] : [])));
    for (const question of inside) {
      if (question.kind !== 'STATICCALL' || question.to === call.to) continue;
      const pool = poolAskedBy(question);
      const at = pool === null ? undefined : traded.get(pool);
      if (pool === null || at === undefined || tradedInside.has(pool) || !at.some((i) => i < call.index)) continue;
      reads.push({ reader: call.to, call, pool, isBetween: at.some((i) => i >= call.end) });
    }
  }
  return reads;
}

function poolAskedBy({ selector, to, input }: Call): Address | null {
  if (selector === GET_RESERVES || selector === SLOT0 || PRICE_VIEWS.has(selector)) return to;
  return selector === BALANCE_OF && wordCount(input, CALL_WORDS) >= 1 ? addressAtWord(input, 0, CALL_WORDS) : null;
}
