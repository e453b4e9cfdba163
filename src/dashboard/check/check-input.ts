import type { TocsinClient } from '../../sdk/client.js';
import { pastedJson } from './pasted-json.js';
import { type Fields, flawOf, isAddress, isFields } from './subject-flaw.js';

/** What the service is asked. */
export type CheckInput = Pick<Parameters<TocsinClient['check']>[0], 'chainId' | 'subject'>;

export type Understood =
  | { readonly kind: 'request'; readonly request: CheckInput; readonly what: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'unclear'; readonly why: string };

export interface Around {
  /** Null while none is known. */
  readonly chainId: number | null;
  /** Who signs; empty where nobody was named. */
  readonly from: string;
}

const HEX = /^0x([0-9a-fA-F]{2})+$/;
/** Typed envelopes of EIP-2718, and lists of RLP. */
const SIGNED = /^0x(0[1-4][cdef]|[f][89a-f])/i;
const LEAST_SIGNED_DIGITS = 160;

const NO_ACCOUNT = unclear('Say who signs: without the account nothing can be simulated.');
const NO_CHAIN = unclear('Which chain it is for is not known: “chainId” beside it would say so.');

/** Takes what people have at hand: a transaction, calls, an operation, typed data, a call of a wallet, a message, an address. */
export function understand(text: string, around: Around): Understood {
  const trimmed = text.trim();
  if (trimmed === '') return unclear('Paste what you were asked to sign.');
  if (HEX.test(trimmed) && SIGNED.test(trimmed) && trimmed.length >= LEAST_SIGNED_DIGITS)
    return asked(around.chainId, { kind: 'raw', transaction: trimmed }, 'a signed transaction');
  if (isAddress(trimmed)) return { kind: 'address', address: trimmed };
  if (/^[{[]/.test(trimmed)) {
    const json = pastedJson(trimmed);
    if (Array.isArray(json)) return calls(json, around);
    return isFields(json) ? fromObject(json, around) : unclear('It begins like JSON and is none: a part may be missing.');
  }
  return message(trimmed, around.from, around);
}

function fromObject(object: Fields, around: Around): Understood {
  const { method, params, subject, domain, primaryType, message: signed, calls: list } = object;
  if (isFields(subject)) return wholeRequest(object, subject, around);
  if (typeof method === 'string' && Array.isArray(params)) return fromCall(method, params as readonly unknown[], around);
  if (isFields(domain) && typeof primaryType === 'string' && isFields(signed)) return typedData(object, around);
  if (Array.isArray(list)) return calls(list, aroundIt(object, around));
  if ('callData' in object) return operation(object, object['entryPoint'], around);
  if (isDelegation(object)) return delegation(object, around);
  if ('to' in object || 'data' in object || 'input' in object) return transaction(object, around);
  return unclear('It is JSON, and neither a transaction nor typed data.');
}

/** What a wallet is asked: `{method, params}`. */
function fromCall(method: string, params: readonly unknown[], around: Around): Understood {
  const [first, second] = params;
  if (method === 'eth_sendTransaction' && isFields(first)) return transaction(first, around);
  if (method === 'eth_sendRawTransaction' && typeof first === 'string')
    return asked(around.chainId, { kind: 'raw', transaction: first }, 'a signed transaction');
  if (method === 'eth_signTypedData_v4' && typeof first === 'string') {
    const data = typeof second === 'string' ? pastedJson(second) : second;
    return isFields(data) ? typedData(data, { ...around, from: first }) : unclear('The typed data of the call is no JSON.');
  }
  if (method === 'personal_sign' && typeof first === 'string' && typeof second === 'string') return message(first, second, around);
  if (method === 'wallet_sendCalls' && isFields(first) && Array.isArray(first['calls']))
    return calls(first['calls'], aroundIt(first, around));
  if (method === 'eth_sendUserOperation' && isFields(first)) return operation(first, second, around);
  return unclear(`What ${method} asks for cannot be checked here.`);
}

function wholeRequest(object: Fields, subject: Fields, { chainId }: Around): Understood {
  const flaw = flawOf(subject);
  if (flaw !== null) return unclear(flaw);
  if (chainId === null && !('chainId' in object)) return NO_CHAIN;
  return { kind: 'request', request: { chainId, ...object } as CheckInput, what: 'a request of the API' };
}

const AS_GIVEN = ['value', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'nonce'] as const;

function transaction(object: Fields, around: Around): Understood {
  const { from, chainId } = aroundIt(object, around);
  if (from === '') return NO_ACCOUNT;
  const data = bytesOf(object);
  if (data === null) return unclear('Its “data” and its “input” differ: nobody can say which one a wallet would send.');
  const delegations = object['authorizationList'];
  const subject = {
    kind: 'transaction' as const,
    from,
    to: textOr(object['to'], null),
    ...present({ data, gas: object['gas'] ?? object['gasLimit'], ...pick(object, AS_GIVEN) }),
    ...(Array.isArray(delegations) && delegations.length > 0 ? { authorizationList: delegations } : {}),
  };
  return asked(chainId, subject, 'a transaction');
}

function typedData(object: Fields, around: Around): Understood {
  const signed = object['message'];
  const fields = isFields(signed) ? signed : {};
  const owner = fields['owner'] ?? fields['holder'];
  const from = isAddress(around.from) ? around.from : isAddress(owner) ? owner : null;
  if (from === null) return NO_ACCOUNT;
  const { domain, primaryType } = object;
  if (!isFields(domain) || typeof primaryType !== 'string' || primaryType === '')
    return unclear('Typed data names its “domain” and its “primaryType”.');
  return asked(
    around.chainId,
    { kind: 'typedData', from, data: { domain, primaryType, message: fields } },
    `typed data (${primaryType.slice(0, 60)})`,
  );
}

function message(text: string, from: string, { chainId }: Around): Understood {
  return isAddress(from) ? asked(chainId, { kind: 'message', from, message: text }, 'a message') : NO_ACCOUNT;
}

/** EIP-5792: one after the other. */
function calls(list: readonly unknown[], { chainId, from }: Around): Understood {
  const read = list.flatMap((call) => {
    if (!isFields(call) || !('to' in call || 'data' in call || 'input' in call)) return [];
    const data = bytesOf(call);
    return data === null ? [] : [{ to: textOr(call['to'], null), ...present({ data, value: call['value'] }) }];
  });
  if (read.length === 0 || read.length !== list.length)
    return unclear('It is a list, and not of calls: each names “to”, and “data” or “value”.');
  if (!isAddress(from)) return NO_ACCOUNT;
  return asked(chainId, { kind: 'calls', from, calls: read }, `a batch of ${read.length} ${read.length === 1 ? 'call' : 'calls'}`);
}

/** ERC-4337. */
function operation(op: Fields, entryPoint: unknown, around: Around): Understood {
  if (!isAddress(entryPoint)) return unclear('An operation needs its “entryPoint” beside it.');
  const { entryPoint: _, chainId, sender, ...rest } = op;
  const subject = { kind: 'userOperation' as const, entryPoint, op: { ...present(rest), sender: textOr(sender, '') } };
  return asked(aroundIt({ chainId }, around).chainId, subject, 'a user operation');
}

/** EIP-7702, by itself: neither a call nor a payment. */
function isDelegation(object: Fields): boolean {
  return typeof object['address'] === 'string' && 'chainId' in object && !('to' in object) && !('data' in object);
}

/** It is judged on the chain that was chosen: that it is meant for another one is worth a warning. */
function delegation({ address, chainId, nonce }: Fields, around: Around): Understood {
  if (!isAddress(around.from)) return NO_ACCOUNT;
  const given = {
    address: textOr(address, ''),
    ...present({ nonce }),
    chainId: typeof chainId === 'number' ? chainId : textOr(chainId, ''),
  };
  return asked(around.chainId, { kind: 'authorization', from: around.from, ...given }, 'a delegation of the account');
}

/** The account and the chain that it names itself, else those beside it. */
function aroundIt(object: Fields, around: Around): Around {
  const { from, chainId } = object;
  const named = typeof chainId === 'string' || typeof chainId === 'number' ? Number(chainId) : Number.NaN;
  return { from: textOr(from, around.from), chainId: Number.isSafeInteger(named) && named > 0 ? named : around.chainId };
}

/** Wallets and libraries call them `data` or `input`; null where both are there and say different things. */
function bytesOf({ data, input }: Fields): unknown {
  const [first, second] = [given(data), given(input)];
  return first !== undefined && second !== undefined && first !== second ? null : (first ?? second);
}

function given(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

/** Libraries write what is not there as null or as nothing. */
function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => given(value) !== undefined));
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function asked(chainId: number | null, subject: CheckInput['subject'], what: string): Understood {
  const flaw = flawOf(subject);
  if (flaw !== null) return unclear(flaw);
  return chainId === null ? NO_CHAIN : { kind: 'request', request: { chainId, subject }, what };
}

function unclear(why: string): Understood {
  return { kind: 'unclear', why };
}
