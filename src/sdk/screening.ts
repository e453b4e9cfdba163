import { z } from 'zod';
import { type CheckRequest, typedDataSubjectSchema, userOperationSubjectSchema } from '../contracts/check.js';

export type Subject = CheckRequest['subject'];

/** What a call asks the node to do, as far as a guard is concerned. */
export type Screening =
  | { readonly kind: 'pass' }
  /** Sends; `unchecked` says what of it no check looks at, so that it cannot be called benign. */
  | { readonly kind: 'check'; readonly subjects: readonly Subject[]; readonly unchecked: readonly string[] }
  | { readonly kind: 'refuse'; readonly why: string };

type Read = (params: readonly unknown[], chainId: number) => Screening;

const hex = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'expected hex data');
const quantity = z.union([z.string().regex(/^(0x[0-9a-fA-F]+|\d+)$/), z.number().int().nonnegative()]).transform((value) => BigInt(value));
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address');
const call = z.object({ to: address.nullish(), data: hex.optional(), input: hex.optional(), value: quantity.optional() });
const transaction = call.extend({
  from: address,
  gas: quantity.optional(),
  gasPrice: quantity.optional(),
  maxFeePerGas: quantity.optional(),
  maxPriorityFeePerGas: quantity.optional(),
  nonce: quantity.optional(),
  authorizationList: z
    .array(z.looseObject({ address, chainId: quantity, nonce: quantity.optional(), from: address.optional() }))
    .optional(),
});
const operation = z.looseObject({ sender: address, callData: hex });
const callBatch = z.object({ from: address.optional(), chainId: quantity.optional(), calls: z.array(call).min(1) });
const bundle = z.object({ txs: z.array(hex).min(1) });
const mevBundle = z.object({ body: z.array(z.object({ tx: hex.optional() })).min(1) });

/** Methods by which something is sent, each with how its transactions are read. */
const SENDING: Readonly<Record<string, Read>> = {
  eth_sendRawTransaction: rawAt(0),
  eth_sendRawTransactionSync: rawAt(0),
  eth_sendRawTransactionConditional: rawAt(0),
  eth_sendPrivateRawTransaction: rawAt(0),
  eth_sendPrivateTransaction: ([one]) => raws([z.object({ tx: hex }).parse(one).tx]),
  eth_sendBundle: ([one]) => raws(bundle.parse(one).txs),
  mev_sendBundle: ([one]) => {
    const { body } = mevBundle.parse(one);
    const own = body.flatMap(({ tx }) => (tx === undefined ? [] : [tx]));
    const hidden = body.length - own.length;
    return raws(own, hidden === 0 ? [] : [`${hidden} parts of the bundle are not told.`]);
  },
  eth_sendTransaction: ([one]) => unsigned(one),
  personal_sendTransaction: ([one]) => unsigned(one),
  wallet_sendTransaction: ([one]) => unsigned(one),
  wallet_sendCalls: ([one], chainId) => {
    const { from, calls, chainId: own } = callBatch.parse(one);
    if (own !== undefined && own !== BigInt(chainId))
      return { kind: 'refuse', why: `wallet_sendCalls is for chain ${own}; this guard stands before chain ${chainId}.` };
    if (from === undefined) return { kind: 'refuse', why: 'wallet_sendCalls needs "from": without it nothing can be simulated.' };
    return { kind: 'check', subjects: [{ kind: 'calls', from, calls: calls.map(callOf) }], unchecked: [] };
  },
  eth_sendUserOperation: ([one, entryPoint]) => {
    const op = userOperationSubjectSchema.shape.op.parse(operation.parse(one));
    return { kind: 'check', subjects: [{ kind: 'userOperation', entryPoint: address.parse(entryPoint), op }], unchecked: [] };
  },
};

/** Methods by which something is signed and not sent: what a wallet is asked, and no node that holds no keys. */
const SIGNING: Readonly<Record<string, Read>> = {
  eth_signTypedData: ([from, data]) => typed(from, data),
  eth_signTypedData_v3: ([from, data]) => typed(from, data),
  eth_signTypedData_v4: ([from, data]) => typed(from, data),
  personal_sign: ([message, from]) => said(message, from),
  eth_sign: ([from, message]) => said(message, from),
};

export function isSigning(method: string): boolean {
  return Object.hasOwn(SIGNING, method);
}

/** How nodes and relays name what sends: every method of the table is named so, and what is and is not in it is refused. */
export function isNamedAsSending(method: string): boolean {
  return /send|submit|broadcast|relay|post\w*transaction/i.test(method);
}

/** Reads one call. Parameters that are not understood are refused with their path: what cannot be read cannot be judged. */
export function screeningOf(method: string, params: unknown, chainId: number): Screening {
  const read = Object.hasOwn(SENDING, method) ? SENDING[method] : Object.hasOwn(SIGNING, method) ? SIGNING[method] : undefined;
  if (read === undefined)
    return isNamedAsSending(method)
      ? { kind: 'refuse', why: `${method} is named like a method that sends, and is not known here: it is not let through unchecked.` }
      : { kind: 'pass' };
  try {
    return read(z.array(z.unknown()).parse(params ?? []), chainId);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const why = issue === undefined ? (error as Error).message : `${['params', ...issue.path.map(String)].join('.')}: ${issue.message}`;
    return { kind: 'refuse', why: `${method}: ${why}` };
  }
}

function rawAt(position: number): Read {
  return (params) => raws([hex.parse(params[position])]);
}

/** Signed transactions: the service recovers who sends them. */
function raws(all: readonly string[], unchecked: readonly string[] = []): Screening {
  return { kind: 'check', subjects: all.map((transaction) => ({ kind: 'raw', transaction })), unchecked };
}

function typed(from: unknown, data: unknown): Screening {
  const parsed = typedDataSubjectSchema.shape.data.parse(typeof data === 'string' ? JSON.parse(data) : data);
  return { kind: 'check', subjects: [{ kind: 'typedData', from: address.parse(from), data: parsed }], unchecked: [] };
}

function said(message: unknown, from: unknown): Screening {
  return {
    kind: 'check',
    subjects: [{ kind: 'message', from: address.parse(from), message: z.string().max(100_000).parse(message) }],
    unchecked: [],
  };
}

function unsigned(one: unknown): Screening {
  return { kind: 'check', subjects: [subjectOf(transaction.parse(one))], unchecked: [] };
}

type Transaction = z.output<typeof transaction>;

function subjectOf({ from, gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas, nonce, authorizationList, ...given }: Transaction): Subject {
  const quantities = { gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas, nonce };
  const told = Object.entries(quantities).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.toString()]]));
  const delegations = (authorizationList ?? []).map((each) => ({
    address: each.address,
    chainId: Number(each.chainId),
    ...(each.nonce === undefined ? {} : { nonce: each.nonce.toString() }),
    ...(each.from === undefined ? {} : { from: each.from }),
  }));
  return {
    kind: 'transaction',
    from,
    ...callOf(given),
    ...Object.fromEntries(told),
    ...(delegations.length === 0 ? {} : { authorizationList: delegations }),
  };
}

function callOf({ to, data, input, value }: z.output<typeof call>) {
  if (input !== undefined && data !== undefined && input.toLowerCase() !== data.toLowerCase())
    throw new Error('data and input differ: which of them a node takes is not known');
  const calldata = input ?? data;
  return {
    to: to ?? null,
    ...(calldata === undefined ? {} : { data: calldata }),
    ...(value === undefined ? {} : { value: value.toString() }),
  };
}
