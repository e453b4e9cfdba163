import { type Hex, parseTransaction, recoverTransactionAddress, type TransactionSerialized } from 'viem';
import { recoverAuthorizationAddress } from 'viem/utils';
import type { CheckRequest, TransactionCheckRequest, UnsignedCheckRequest } from '../../contracts/check.js';
import { messageOf } from '../../core/errors.js';

export type TransactionSubject = TransactionCheckRequest['subject'];

/** A signed transaction that cannot be read, or is not for the chain that was named. */
export class UnreadableTransaction extends Error {
  override readonly name = 'UnreadableTransaction';
}

type Parsed = ReturnType<typeof parseTransaction>;

/** Reads a signed transaction of any type; who sends it, and who delegates with it, is recovered from the signatures. */
export async function readRawTransaction(raw: Hex, chainId: number): Promise<TransactionSubject> {
  const { parsed, from, authorizationList } = await parse(raw);
  if (parsed.chainId !== undefined && parsed.chainId !== chainId)
    throw new UnreadableTransaction(`It is signed for chain ${parsed.chainId}, not for chain ${chainId}.`);
  const { to, data, nonce } = parsed;
  const quantities = {
    value: parsed.value,
    gas: parsed.gas,
    gasPrice: parsed.gasPrice,
    maxFeePerGas: parsed.maxFeePerGas,
    maxPriorityFeePerGas: parsed.maxPriorityFeePerGas,
    nonce,
  };
  const given = Object.entries(quantities).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.toString()]]));
  return {
    kind: 'transaction',
    from,
    to: to ?? null,
    ...(data === undefined ? {} : { data }),
    ...Object.fromEntries(given),
    ...(authorizationList.length === 0 ? {} : { authorizationList }),
  };
}

async function parse(raw: Hex) {
  try {
    const parsed = parseTransaction(raw);
    const from = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized });
    return { parsed, from, authorizationList: await authorizationsIn(parsed) };
  } catch (error) {
    throw new UnreadableTransaction(`It is no signed transaction: ${messageOf(error).split('\n')[0]}`);
  }
}

/** Of an entry that nobody signed so, the sender is told: it has no effect on chain, and is judged as if it had. */
function authorizationsIn({ authorizationList = [] }: Parsed): Promise<NonNullable<TransactionSubject['authorizationList']>> {
  return Promise.all(
    authorizationList.map(async (entry) => {
      const account = await recoverAuthorizationAddress({ authorization: entry }).catch(() => undefined);
      const { address, chainId, nonce } = entry;
      return { address, chainId, nonce: nonce.toString(), ...(account === undefined ? {} : { from: account }) };
    }),
  );
}

/** The request with what is signed already read. */
export async function unsignedFrom(request: CheckRequest): Promise<UnsignedCheckRequest> {
  const { subject } = request;
  if (subject.kind !== 'raw') return { ...request, subject } as UnsignedCheckRequest;
  return { ...request, subject: await readRawTransaction(subject.transaction as Hex, request.chainId) };
}

/** A check of what is not signed yet as one that takes signed transactions, too. */
export function takingRaw<A, R>(
  check: (request: UnsignedCheckRequest, asker?: A) => Promise<R>,
): (request: CheckRequest, asker?: A) => Promise<R> {
  return async (request, asker) => check(await unsignedFrom(request), asker);
}
