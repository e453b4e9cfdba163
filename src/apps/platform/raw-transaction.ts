import { type Hex, parseTransaction, recoverTransactionAddress, type TransactionSerialized } from 'viem';
import type { CheckRequest, TransactionCheckRequest, UnsignedCheckRequest } from '../../contracts/check.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import { messageOf } from '../../core/errors.js';

export type TransactionSubject = TransactionCheckRequest['subject'];

/** A signed transaction that cannot be read, or is not for the chain that was named. */
export class UnreadableTransaction extends Error {
  override readonly name = 'UnreadableTransaction';
}

export interface ReadTransaction {
  readonly subject: TransactionSubject;
  /** What no check looks at yet: with it nothing is benign. */
  readonly unchecked: readonly string[];
}

export const DELEGATIONS_UNCHECKED = 'Its EIP-7702 authorizations are not checked.';

/** Reads a signed transaction of any type; who sends it is recovered from the signature. */
export async function readRawTransaction(raw: Hex, chainId: number): Promise<ReadTransaction> {
  const { parsed, from } = await parse(raw);
  if (parsed.chainId !== undefined && parsed.chainId !== chainId)
    throw new UnreadableTransaction(`It is signed for chain ${parsed.chainId}, not for chain ${chainId}.`);
  const { to, data, value, gas } = parsed;
  const gasPrice = parsed.gasPrice ?? parsed.maxFeePerGas;
  return {
    subject: {
      kind: 'transaction',
      from,
      to: to ?? null,
      ...(data === undefined ? {} : { data }),
      ...(value === undefined ? {} : { value: value.toString() }),
      ...(gas === undefined ? {} : { gas: gas.toString() }),
      ...(gasPrice === undefined ? {} : { gasPrice: gasPrice.toString() }),
    },
    unchecked: (parsed.authorizationList?.length ?? 0) > 0 ? [DELEGATIONS_UNCHECKED] : [],
  };
}

async function parse(raw: Hex) {
  try {
    return {
      parsed: parseTransaction(raw),
      from: await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized }),
    };
  } catch (error) {
    throw new UnreadableTransaction(`It is no signed transaction: ${messageOf(error).split('\n')[0]}`);
  }
}

/** A check of what is not signed yet as one that takes signed transactions, too. */
export function takingRaw(check: (request: UnsignedCheckRequest) => Promise<CheckAnswer>): (request: CheckRequest) => Promise<CheckAnswer> {
  return async (request) => {
    const { subject } = request;
    if (subject.kind !== 'raw') return check({ ...request, subject } as UnsignedCheckRequest);
    const read = await readRawTransaction(subject.transaction as Hex, request.chainId);
    const answer = await check({ ...request, subject: read.subject });
    return read.unchecked.length === 0 ? answer : withGaps(answer, read.unchecked);
  };
}

/** What was not looked at is a required check that did not run: benign is no longer earned. */
function withGaps(answer: CheckAnswer, gaps: readonly string[]): CheckAnswer {
  const coverage = gaps.map((why) => ({ check: 'authorizations', required: true, state: 'skipped' as const, why, ms: 0 }));
  return { ...answer, verdict: answer.verdict === 'benign' ? 'not_checked' : answer.verdict, coverage: [...answer.coverage, ...coverage] };
}
