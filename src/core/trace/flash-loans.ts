import type { Address } from '../chain/block.js';
import { FLASH_CALLBACKS } from '../chain/flash-callbacks.js';
import { type Call, callersOf } from './calls.js';

import { TRANSFER, TRANSFER_FROM } from './token-flows.js';
import type { TraceFacts } from './trace-facts.js';

/** A loan that is given and taken back while the lender waits. */
export interface FlashLoanCall {
  readonly lender: Address;
  readonly receiver: Address;
  /** The call within which the loan is out: the lender's, where its shape shows it; else the call-back. */
  readonly during: Call;
  /** By the name of the call-back, or by the money that goes and comes. */
  readonly by: 'call-back' | 'shape';
  readonly token: Address | null;
  readonly amount: bigint | null;
}

export function flashLoansOf(trace: TraceFacts): readonly FlashLoanCall[] {
  return [...byCallback(trace), ...byShape(trace)];
}

function byCallback({ calls }: TraceFacts): FlashLoanCall[] {
  return calls.flatMap((call): FlashLoanCall[] =>
    call.kind === 'CALL' && !call.failed && call.to !== null && FLASH_CALLBACKS.has(call.selector)
      ? [{ lender: call.from, receiver: call.to, during: call, by: 'call-back', token: null, amount: null }]
      : [],
  );
}

const LEAST_CALLS_OF_LOAN = 4;
const LEAST_CALLS_OF_USE = 3;

/** X pays somebody, calls them, and gets at least as much back inside its own call. */
function byShape(trace: TraceFacts): FlashLoanCall[] {
  const { calls, flows, cluster } = trace;
  if (calls.length < LEAST_CALLS_OF_LOAN + 1) return [];
  const loans: FlashLoanCall[] = [];
  for (const loan of calls) {
    const lender = loan.to;
    if (loan.kind !== 'CALL' || lender === null || cluster.has(lender) || loan.end - loan.index < LEAST_CALLS_OF_LOAN) continue;
    const use = findUse(trace, loan, lender);
    if (use === null || use.to === null) continue;
    const [given, back] = [new Map<Address, bigint>(), new Map<Address, bigint>()];
    for (const { token, from, to, amount, at } of flows) {
      if (at >= loan.index && at < use.index && from === lender && to === use.to) given.set(token, (given.get(token) ?? 0n) + amount);
      if (at >= use.index && at < loan.end + 2 && to === lender) back.set(token, (back.get(token) ?? 0n) + amount);
    }
    for (const [token, amount] of given)
      if ((back.get(token) ?? 0n) >= amount) loans.push({ lender, receiver: use.to, during: loan, by: 'shape', token, amount });
  }
  return loans;
}

/** The first call of the lender into the borrower that does something. */
function findUse({ calls, cluster }: TraceFacts, loan: Call, lender: Address): Call | null {
  for (let i = loan.index + 1; i < loan.end; i += 1) {
    const call = calls[i];
    if (call === undefined || call.kind !== 'CALL' || call.from !== lender || call.context === lender || call.to === null) continue;
    if (call.input === '0x' || call.selector === TRANSFER || call.selector === TRANSFER_FROM || call.end - call.index < LEAST_CALLS_OF_USE)
      continue;
    if (cluster.has(call.to) || FLASH_CALLBACKS.has(call.selector) || callersOf(calls, loan).some(({ to }) => to === call.to)) return call;
  }
  return null;
}
