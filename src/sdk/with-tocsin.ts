import { encodeDeployData, encodeFunctionData } from 'viem';
import { typedDataSubjectSchema } from '../contracts/check.js';
import type { CheckAnswer } from '../contracts/check-answer.js';
import { type GuardOptions, guardRequest, RefusedError } from './guarded-provider.js';
import { isRefused, type Judgement, judgeCall } from './judge-call.js';
import type { Subject } from './screening.js';

interface Transport {
  readonly request: (args: never, options?: never) => Promise<unknown>;
}
type TransportMaker<P, T extends Transport> = (parameters: P) => T;

type Action = (args: never) => Promise<unknown>;

/** Of a viem wallet client, what sends and what signs. */
interface Wallet {
  readonly account?: unknown;
  readonly chain?: unknown;
  readonly request: (args: never, options?: never) => Promise<unknown>;
  readonly sendTransaction: Action;
}

/**
 * Over a viem transport: everything that is sent through it is checked first: `createWalletClient({ transport: withTocsin(http(url), { client }) })`.
 * Over a viem wallet client: what it sends and what it signs as well (typed data, messages, delegations), which a local account does without asking anybody:
 * `withTocsin(walletClient, { client })`. What is refused throws a RefusedError.
 */
export function withTocsin<P, T extends Transport>(transport: TransportMaker<P, T>, options: GuardOptions): TransportMaker<P, T>;
export function withTocsin<W extends Wallet>(wallet: W, options: GuardOptions): W;
export function withTocsin(guarded: TransportMaker<unknown, Transport> | Wallet, options: GuardOptions): unknown {
  return typeof guarded === 'function' ? guardedTransport(guarded, options) : guardedWallet(guarded, options);
}

function guardedTransport(transport: TransportMaker<unknown, Transport>, options: GuardOptions): TransportMaker<unknown, Transport> {
  return (parameters) => {
    const made = transport(parameters);
    return { ...made, request: guardRequest((args) => made.request(args as never), options) };
  };
}

type Args = Readonly<Record<string, unknown>>;
/** How a call of a wallet client reads: what it asks for, as a JSON-RPC call or as a subject. */
type Reading = { readonly call: readonly [method: string, params: readonly unknown[]] } | { readonly subject: Subject };

function guardedWallet(wallet: Wallet, options: GuardOptions): Wallet {
  const ask = async (chainId: number, reading: Reading): Promise<Judgement | null> => {
    const check = (subject: Subject): Promise<CheckAnswer> => options.client.check({ chainId, subject });
    if ('call' in reading) return judgeCall(reading.call[0], reading.call[1], chainId, check);
    try {
      const answer = await check(reading.subject);
      return { verdict: answer.verdict, answers: [answer], problems: [], isUnreadable: false };
    } catch (error) {
      return { verdict: 'not_checked', answers: [], problems: [`It could not be checked: ${String(error)}`], isUnreadable: false };
    }
  };
  const guarded = (read: (args: Args, from: string, chainId: number) => Reading, act: Action): Action => {
    return async (args: never) => {
      const given: Args = typeof args === 'object' && args !== null ? args : {};
      const chainId = options.chainId ?? chainOf(given, wallet) ?? Number(await wallet.request({ method: 'eth_chainId' } as never));
      const judgement = await ask(chainId, read(given, addressOf(given['account'] ?? wallet.account), chainId));
      if (judgement !== null) {
        const said = await options.onJudged?.(judgement);
        if (isRefused(judgement, options) || said === false) throw new RefusedError(judgement);
      }
      return act(args);
    };
  };
  const actions = Object.entries(READINGS).flatMap(([name, read]) => {
    const act: unknown = Reflect.get(wallet, name);
    return typeof act === 'function' ? [[name, guarded(read, act as Action)]] : [];
  });
  return {
    ...wallet,
    ...Object.fromEntries(actions),
    request: guardRequest((args) => wallet.request(args as never), options) as Wallet['request'],
  };
}

const READINGS: Readonly<Record<string, (args: Args, from: string, chainId: number) => Reading>> = {
  sendTransaction: (args, from) => sent(args, from),
  sendTransactionSync: (args, from) => sent(args, from),
  signTransaction: (args, from) => sent(args, from),
  sendRawTransaction: ({ serializedTransaction }) => ({ call: ['eth_sendRawTransaction', [serializedTransaction]] }),
  sendCalls: ({ calls }, from) => ({ call: ['wallet_sendCalls', [{ from, calls: listed(calls).map((one) => quantified(one)) }]] }),
  writeContract: (args, from) => sent({ ...args, to: args['address'], data: encodeFunctionData(args as never) }, from),
  deployContract: (args, from) => sent({ ...args, to: null, data: encodeDeployData(args as never) }, from),
  signTypedData: ({ domain = {}, types, primaryType, message }, from) => ({
    subject: { kind: 'typedData', from, data: typedDataSubjectSchema.shape.data.parse(plain({ domain, types, primaryType, message })) },
  }),
  signMessage: ({ message }, from) => ({ subject: { kind: 'message', from, message: textOf(message) } }),
  signAuthorization: (args, from, chainId) => ({
    subject: {
      kind: 'authorization',
      from,
      chainId: Number(args['chainId'] ?? chainId),
      address: String(args['address'] ?? args['contractAddress']),
      ...(args['nonce'] === undefined ? {} : { nonce: String(args['nonce']) }),
    },
  }),
};

function sent(args: Args, from: string): Reading {
  return { call: ['eth_sendTransaction', [{ ...quantified(args), from }]] };
}

const FIELDS = ['to', 'data', 'value', 'gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'nonce', 'authorizationList'] as const;

/** The fields of a transaction as JSON holds them. */
function quantified(args: Args): Args {
  return plain(Object.fromEntries(FIELDS.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]]))));
}

/** Amounts as decimal text. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each)));
}

function listed(value: unknown): readonly Args[] {
  return Array.isArray(value) ? value : [];
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  const raw: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'raw') : null;
  if (typeof raw === 'string') return raw;
  return raw instanceof Uint8Array ? `0x${[...raw].map((byte) => byte.toString(16).padStart(2, '0')).join('')}` : '';
}

function addressOf(account: unknown): string {
  if (typeof account === 'string') return account;
  return typeof account === 'object' && account !== null ? String(Reflect.get(account, 'address')) : '';
}

function chainOf(args: Args, wallet: Wallet): number | null {
  const chain: unknown = args['chain'] ?? wallet.chain;
  const id: unknown = typeof chain === 'object' && chain !== null ? Reflect.get(chain, 'id') : null;
  return typeof id === 'number' ? id : null;
}
