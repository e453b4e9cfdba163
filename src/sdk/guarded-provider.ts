import type { TocsinClient } from './client.js';
import { type Caution, isRefused, type Judgement, judgeCall, REFUSED, refusalText } from './judge-call.js';

/** EIP-1193. */
export interface Eip1193Provider {
  request(args: { readonly method: string; readonly params?: unknown }): Promise<unknown>;
}

export interface GuardOptions extends Caution {
  readonly client: Pick<TocsinClient, 'check'>;
  /** Asked of the provider if left out. */
  readonly chainId?: number;
  /** Told of everything that is sent, before it is: to show it, or to ask a person. False refuses what would pass. */
  readonly onJudged?: (judgement: Judgement) => boolean | undefined | Promise<boolean | undefined>;
}

/** What a wallet shows instead of sending. `data` holds the verdict, its reasons, and the checks to look up. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = REFUSED;

  constructor(readonly data: Judgement) {
    super(refusalText(data));
  }
}

/** The same provider, whose sending methods are checked first. All else passes untouched. */
export function guardProvider<P extends Eip1193Provider>(provider: P, options: GuardOptions): P {
  const request = guardRequest((args) => provider.request(args), options);
  return new Proxy(provider, {
    get: (target, property) => {
      if (property === 'request') return request;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

interface Transport {
  readonly request: (args: never, options?: never) => Promise<unknown>;
}

/** A viem transport, whose sending methods are checked first: `createWalletClient({ transport: withTocsin(http(url), { client }) })`. */
export function withTocsin<T extends (parameters: never) => Transport>(transport: T, options: GuardOptions): T {
  const guarded = (parameters: never) => {
    const made = transport(parameters);
    return { ...made, request: guardRequest((args) => made.request(args as never), options) };
  };
  return guarded as unknown as T;
}

function guardRequest(send: Eip1193Provider['request'], options: GuardOptions): Eip1193Provider['request'] {
  let chainId = options.chainId === undefined ? null : Promise.resolve(options.chainId);
  const chain = () => {
    // A wallet that changes its chain is asked again; what is sent for another one is refused, not guessed.
    if (options.chainId !== undefined && chainId !== null) return chainId;
    chainId = send({ method: 'eth_chainId' }).then(Number);
    return chainId;
  };
  return async (args) => {
    if (!/send|submit|broadcast|relay|post/i.test(args.method)) return send(args);
    const id = await chain();
    const judgement = await judgeCall(args.method, args.params, id, (subject) => options.client.check({ chainId: id, subject }));
    if (judgement === null) return send(args);
    const isHeld = isRefused(judgement, options);
    const said = await options.onJudged?.(judgement);
    if (isHeld || said === false) throw new RefusedError(judgement);
    return send(args);
  };
}
