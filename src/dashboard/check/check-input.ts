import type { TocsinClient } from '../../sdk/client.js';
/** What the service is asked. */
export type CheckInput = Pick<Parameters<TocsinClient['check']>[0], 'chainId' | 'subject'>;

export type Understood =
  | { readonly kind: 'request'; readonly request: CheckInput; readonly what: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'unclear'; readonly why: string };

export interface Around {
  readonly chainId: number;
  /** Who signs; empty where nobody was named. */
  readonly from: string;
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const HEX = /^0x([0-9a-fA-F]{2})+$/;
/** Typed envelopes of EIP-2718, and lists of RLP. */
const SIGNED = /^0x(0[1-4][cdef]|[f][89a-f])/i;
const LEAST_SIGNED_DIGITS = 160;

const NO_ACCOUNT: Understood = { kind: 'unclear', why: 'Say who signs: without the account nothing can be simulated.' };

/** Takes what people have at hand: a transaction, a signed one, typed data, a call of a wallet, a message, an address. */
export function understand(text: string, around: Around): Understood {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'unclear', why: 'Paste what you were asked to sign.' };
  if (ADDRESS.test(trimmed)) return { kind: 'address', address: trimmed };
  if (HEX.test(trimmed) && SIGNED.test(trimmed) && trimmed.length >= LEAST_SIGNED_DIGITS)
    return request(around.chainId, { kind: 'raw', transaction: trimmed }, 'a signed transaction');
  const object = objectIn(trimmed);
  if (object !== null) return fromObject(object, around);
  const list = listIn(trimmed);
  if (list !== null) return calls(list, around);
  if (/^[{[]/.test(trimmed)) return { kind: 'unclear', why: 'It begins like JSON and is none: a part may be missing.' };
  if (!ADDRESS.test(around.from)) return NO_ACCOUNT;
  return request(around.chainId, { kind: 'message', from: around.from, message: trimmed }, 'a message');
}

type Fields = Readonly<Record<string, unknown>>;

function fromObject(object: Fields, around: Around): Understood {
  const { method, params, subject, domain, primaryType, message } = object;
  if (typeof subject === 'object' && subject !== null)
    return { kind: 'request', request: object as CheckInput, what: 'a request of the API' };
  if (typeof method === 'string' && Array.isArray(params)) return fromCall(method, params as readonly unknown[], around);
  if (isFields(domain) && typeof primaryType === 'string' && isFields(message)) return typedData(object, around);
  if (Array.isArray(object['calls'])) return calls(object['calls'], { ...around, from: textOr(object['from'], around.from) });
  if (typeof object['callData'] === 'string') return operation(object, object['entryPoint'], around);
  if (isDelegation(object)) return delegation(object, around);
  if ('to' in object || 'data' in object || 'input' in object) return transaction(object, around);
  return { kind: 'unclear', why: 'It is JSON, and neither a transaction nor typed data.' };
}

/** What a wallet is asked: `{method, params}`. */
function fromCall(method: string, params: readonly unknown[], around: Around): Understood {
  const [first, second] = params;
  if (method === 'eth_sendTransaction' && isFields(first)) return transaction(first, around);
  if (method === 'eth_sendRawTransaction' && typeof first === 'string')
    return request(around.chainId, { kind: 'raw', transaction: first }, 'a signed transaction');
  if (method === 'eth_signTypedData_v4' && typeof first === 'string') {
    const data = typeof second === 'string' ? objectIn(second) : isFields(second) ? second : null;
    return data === null ? { kind: 'unclear', why: 'The typed data of the call is no JSON.' } : typedData(data, { ...around, from: first });
  }
  if (method === 'personal_sign' && typeof first === 'string' && typeof second === 'string')
    return request(around.chainId, { kind: 'message', from: second, message: first }, 'a message');
  if (method === 'wallet_sendCalls' && isFields(first) && Array.isArray(first['calls']))
    return calls(first['calls'], { ...around, from: textOr(first['from'], around.from) });
  if (method === 'eth_sendUserOperation' && isFields(first)) return operation(first, second, around);
  return { kind: 'unclear', why: `What ${method} asks for cannot be checked here.` };
}

function transaction(object: Fields, around: Around): Understood {
  const from = typeof object['from'] === 'string' && object['from'] !== '' ? object['from'] : around.from;
  if (!ADDRESS.test(from)) return NO_ACCOUNT;
  const text = (name: string) => (typeof object[name] === 'string' || typeof object[name] === 'number' ? String(object[name]) : undefined);
  const data = text('data') ?? text('input');
  const fees = { gasPrice: text('gasPrice'), maxFeePerGas: text('maxFeePerGas'), maxPriorityFeePerGas: text('maxPriorityFeePerGas') };
  const optional = { data, value: text('value'), gas: text('gas') ?? text('gasLimit'), ...fees, nonce: text('nonce') };
  const delegations = object['authorizationList'];
  const given = {
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined && value !== '')),
    ...(Array.isArray(delegations) && delegations.length > 0 ? { authorizationList: delegations } : {}),
  };
  return request(chainOf(object['chainId'], around), { kind: 'transaction', from, to: text('to') ?? null, ...given }, 'a transaction');
}

function typedData(object: Fields, around: Around): Understood {
  const message = object['message'] as Fields;
  const owner = message['owner'] ?? message['holder'];
  const from = ADDRESS.test(around.from) ? around.from : typeof owner === 'string' ? owner : '';
  if (!ADDRESS.test(from)) return NO_ACCOUNT;
  const data = { domain: object['domain'] as Record<string, unknown>, primaryType: String(object['primaryType']), message: { ...message } };
  return request(around.chainId, { kind: 'typedData', from, data }, `typed data (${data.primaryType})`);
}

/** EIP-5792: one after the other. */
function calls(list: readonly unknown[], around: Around): Understood {
  if (!ADDRESS.test(around.from)) return NO_ACCOUNT;
  const read = list.filter(isFields).map(({ to, data, value }) => ({
    to: typeof to === 'string' ? to : null,
    ...(typeof data === 'string' ? { data } : {}),
    ...(typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : {}),
  }));
  if (read.length === 0 || read.length !== list.length) return { kind: 'unclear', why: 'It is a list, and not of calls: each names "to".' };
  return request(around.chainId, { kind: 'calls', from: around.from, calls: read }, `a batch of ${read.length} calls`);
}

/** ERC-4337. */
function operation(op: Fields, entryPoint: unknown, around: Around): Understood {
  if (typeof entryPoint !== 'string' || !ADDRESS.test(entryPoint))
    return { kind: 'unclear', why: 'An operation needs its "entryPoint" beside it.' };
  const { entryPoint: _, ...rest } = op;
  const asked = { ...rest, sender: String(op['sender']), callData: String(op['callData']) };
  return request(around.chainId, { kind: 'userOperation', entryPoint, op: asked }, 'a user operation');
}

/** EIP-7702, by itself: neither a call nor a payment. */
function isDelegation(object: Fields): boolean {
  return typeof object['address'] === 'string' && 'chainId' in object && !('to' in object) && !('data' in object);
}

function delegation(object: Fields, around: Around): Understood {
  if (!ADDRESS.test(around.from)) return NO_ACCOUNT;
  const { address, chainId, nonce } = object;
  const given = { address: String(address), chainId: Number(chainId), ...(nonce === undefined ? {} : { nonce: String(nonce) }) };
  return request(around.chainId, { kind: 'authorization', from: around.from, ...given }, 'a delegation of the account');
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** The chain that it names itself, else the one that was chosen. */
function chainOf(named: unknown, { chainId }: Around): number {
  const own = typeof named === 'string' || typeof named === 'number' ? Number(named) : Number.NaN;
  return Number.isSafeInteger(own) && own > 0 ? own : chainId;
}

function request(chainId: number, subject: CheckInput['subject'], what: string): Understood {
  return { kind: 'request', request: { chainId, subject }, what };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listIn(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
