import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import { NOBODY } from '../chain/nobody.js';
import { addressAtWord, CALL_WORDS, uintAt, wordCount } from '../chain/words.js';
import type { DetectContext } from '../detect/detector.js';
import { BALANCE_OF } from './price-moves.js';
import { WRAPPED } from './token-flows.js';
import type { TraceFacts } from './trace-facts.js';

/** A holder outside of the cluster that lost a share of what it held of a token. */
export interface Drain {
  readonly token: Address;
  readonly holder: Address;
  /** 0–1 of the balance before the transaction. */
  readonly share: number;
  readonly before: bigint;
  readonly lost: bigint;
}

/** By balances that the trace itself asked for, less what had moved until then; else by the memory, for contracts that were watched since they exist. */
export function drainsOf(trace: TraceFacts, ctx: DetectContext): readonly Drain[] {
  const asked = balancesAsked(trace);
  const drains: Drain[] = [];
  for (const [holder, net] of trace.byParty) {
    if (trace.cluster.has(holder) || holder === NOBODY) continue;
    for (const [token, amount] of net) {
      if (amount >= 0n) continue;
      const before = balanceBefore(trace, token, holder, asked) ?? rememberedBalance(token, holder, ctx);
      if (before === null || before <= 10n) continue;
      drains.push({ token, holder, share: Number(-amount) / Number(before), before, lost: -amount });
    }
  }
  return drains;
}

/** What a memory holds is the whole only of who was watched since it exists. */
function rememberedBalance(token: Address, holder: Address, { history }: DetectContext): bigint | null {
  return token === NATIVE || history.createdAt(holder) === null ? null : history.holdingsOf(holder, token);
}

interface Asked {
  readonly at: number;
  readonly balance: bigint;
}

function balancesAsked({ calls }: TraceFacts): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const { kind, failed, to, selector, input, output, index } of calls) {
    if ((kind !== 'STATICCALL' && kind !== 'CALL') || failed || to === null || selector !== BALANCE_OF) continue;
    if (wordCount(input, CALL_WORDS) < 1 || output.length !== 66) continue;
    const key = (WRAPPED.has(to) ? NATIVE : to) + addressAtWord(input, 0, CALL_WORDS);
    if (!asked.has(key)) asked.set(key, { at: index, balance: uintAt(output, 0) });
  }
  return asked;
}

function balanceBefore(trace: TraceFacts, token: Address, holder: Address, asked: ReadonlyMap<string, Asked>): bigint | null {
  const first = asked.get(token + holder);
  if (first === undefined) return null;
  let balance = first.balance;
  for (const flow of trace.flows) {
    if (flow.at >= first.at || flow.token !== token || flow.from === flow.to) continue;
    if (flow.to === holder) balance -= flow.amount;
    if (flow.from === holder) balance += flow.amount;
  }
  return balance;
}

/** Which balances the cluster's own contracts asked for: `token` + `holder`. */
export function balancesAskedByCluster({ calls, cluster, sender }: TraceFacts): ReadonlySet<string> {
  const asked = new Set<string>();
  for (const { to, from, selector, input } of calls) {
    if (to === null || selector !== BALANCE_OF || wordCount(input, CALL_WORDS) < 1 || !cluster.has(from) || from === sender) continue;
    asked.add((WRAPPED.has(to) ? NATIVE : to) + addressAtWord(input, 0, CALL_WORDS));
  }
  return asked;
}
