import type { TocsinClient } from './client.js';
import { type Caution, isRefused, type Judgement, judgeCall, REFUSED, refusalText } from './judge-call.js';
import { isNamedAsSending, isSigning } from './screening.js';

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

/** The same provider, whose methods that send or sign are checked first. All else passes untouched. */
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

/** What sends is checked before it goes on. */
export function guardRequest(send: Eip1193Provider['request'], options: GuardOptions): Eip1193Provider['request'] {
  return async (args) => {
    if (!isNamedAsSending(args.method) && !isSigning(args.method)) return send(args);
    // Asked each time: a wallet may have changed its chain.
    const chainId = options.chainId ?? Number(await send({ method: 'eth_chainId' }));
    const judgement = await judgeCall(args.method, args.params, chainId, (subject) => options.client.check({ chainId, subject }));
    if (judgement === null) return send(args);
    const isHeld = isRefused(judgement, options);
    const said = await options.onJudged?.(judgement);
    if (isHeld || said === false) throw new RefusedError(judgement);
    return send(args);
  };
}
