import type { Hex } from '../../core/chain/block.js';
import { isMalformed } from '../../core/chain/malformed.js';
import { hexAt, isObject, numberAt } from '../../core/chain/quantity.js';
import { isRetryable, messageOf, RetryableError } from '../../core/errors.js';
import { type StateQuestion, stateQuestionKey } from '../../core/monitor/monitor.js';
import type { ChainSource, Head, RawBlock } from '../../ports/chain-source.js';
import { codesBehind, isHex } from './codes-behind.js';
import { Endpoint } from './endpoint.js';
import { fetchBlock } from './fetch-block.js';
import { HeadSubscription, headFrom, NewestHead, pause } from './heads.js';
import { isRpcError } from './rpc-error.js';

export interface RpcChainSourceOptions {
  readonly chainId: number;
  /** http, https, ws or wss; the first ones are preferred while their score is equal. */
  readonly urls: readonly string[];
  /** Between polls where no WebSocket announces heads. */
  readonly pollMs: number;
  /** Between polls while heads are pushed: polling then only guards against a silent socket. */
  readonly guardPollMs?: number;
}

const GUARD_POLL_MS = 15_000;
const TRACE_ATTEMPTS = 3;

/** A chain behind one or more RPC URLs: the best endpoint is asked first, the others after it failed. */
export class RpcChainSource implements ChainSource {
  readonly chainId: number;
  private readonly endpoints: readonly Endpoint[];
  private readonly pollMs: number;
  private readonly guardPollMs: number;

  constructor(options: RpcChainSourceOptions) {
    this.chainId = options.chainId;
    this.endpoints = options.urls.map((url) => new Endpoint(url, options.chainId));
    this.pollMs = options.pollMs;
    this.guardPollMs = options.guardPollMs ?? GUARD_POLL_MS;
  }

  /** Best first; those that are resting or have lied come last instead of never, since a bad answer beats none. */
  private ranked(avoid: readonly string[]): readonly Endpoint[] {
    const rank = (endpoint: Endpoint) => endpoint.score - (endpoint.isPaused ? 10 : 0);
    return this.endpoints.filter((endpoint) => !endpoint.isForeign && !avoid.includes(endpoint.label)).sort((a, b) => rank(b) - rank(a));
  }

  private async first<T>(ask: (endpoint: Endpoint) => Promise<T>, avoid: readonly string[] = []): Promise<T> {
    let last: unknown = this.noEndpoint();
    for (const endpoint of this.ranked(avoid)) {
      try {
        return await ask(endpoint);
      } catch (error) {
        if (isMalformed(error)) {
          endpoint.garbled();
          last = new RetryableError('rpc-garbage', `The node's answer cannot be read: ${error.message}`, { endpoint: endpoint.label });
        } else {
          if (!isRetryable(error)) throw error;
          last = error;
        }
      }
    }
    throw last;
  }

  private noEndpoint(): RetryableError {
    const problems = this.endpoints.flatMap((endpoint) => endpoint.health().problem ?? []);
    const reason = problems.length === this.endpoints.length ? (problems[0] ?? 'none was given') : 'those that are left did not verify';
    return new RetryableError('rpc-no-endpoint', `No endpoint is left to ask: ${reason}`, { chain: this.chainId });
  }

  async head(): Promise<Head> {
    return this.first(async (endpoint) => headFrom(await endpoint.request('eth_getBlockByNumber', ['latest', false], 10_000), Date.now()));
  }

  async *heads(signal: AbortSignal): AsyncIterable<Head> {
    const newest = new NewestHead();
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const subscriptions = this.endpoints.flatMap((endpoint) =>
      endpoint.webSocket === null ? [] : new HeadSubscription(endpoint, endpoint.webSocket, newest),
    );
    const running = [...subscriptions.map((subscription) => subscription.run(both)), this.poll(newest, subscriptions, both)];
    try {
      let last: Hex | null = null;
      for (let head = await newest.take(both); head !== null; head = await newest.take(both)) {
        if (head.hash !== last) yield head; // Pushed and polled is one head.
        last = head.hash;
      }
    } finally {
      stop.abort();
      await Promise.all(running);
    }
  }

  private async poll(newest: NewestHead, subscriptions: readonly HeadSubscription[], signal: AbortSignal): Promise<void> {
    let last: Head | null = null;
    while (!signal.aborted) {
      try {
        const before: number = last?.number ?? -1;
        for (const subscription of subscriptions) {
          // What the poll before this one saw is not announced yet: the connection stands and says nothing.
          if (subscription.pushed !== null && subscription.pushed < before) subscription.restart();
        }
        const head = await this.head();
        if (head.hash !== last?.hash) newest.offer(head);
        last = head;
      } catch (error) {
        if (!isRetryable(error)) throw error;
      }
      const isPushed = subscriptions.some(({ pushed }) => pushed !== null);
      await pause(isPushed ? this.guardPollMs : this.pollMs, signal);
    }
  }

  blockByNumber(number: number, avoid: readonly string[] = []): Promise<RawBlock | null> {
    return this.block({ number }, avoid);
  }

  blockByHash(hash: Hex, avoid: readonly string[] = []): Promise<RawBlock | null> {
    return this.block({ hash }, avoid);
  }

  /** Prefers an answer with traces; a block that no endpoint can trace after some attempts comes without. */
  private async block(id: { readonly hash: string } | { readonly number: number }, avoid: readonly string[]): Promise<RawBlock | null> {
    let untraced: RawBlock | null = null;
    for (let attempt = 0; attempt < TRACE_ATTEMPTS; attempt += 1) {
      const found = await this.first(async (endpoint) => {
        const block = await fetchBlock(endpoint, id);
        // Not there yet, or not traced: another endpoint may be ahead.
        if (block === null) throw new RetryableError('rpc-no-block', 'The node does not have the block.', { endpoint: endpoint.label });
        if (!block.tracesFailed) return block;
        untraced = block;
        throw new RetryableError('rpc-trace-failed', 'The node failed to trace the block.', { endpoint: endpoint.label });
      }, avoid).catch((error: unknown) => {
        if (isRetryable(error) && (error.code === 'rpc-no-block' || error.code === 'rpc-trace-failed')) return null;
        throw error;
      });
      if (found !== null) return found;
      if (untraced === null) return null;
    }
    return untraced;
  }

  numbers(): null {
    return null;
  }

  async safeAndFinalized(): Promise<{ safe: number | null; finalized: number | null }> {
    const [safe, finalized] = await Promise.all([this.tagged('safe'), this.tagged('finalized')]);
    return { safe, finalized };
  }

  /** Number of the block under a tag; null where the chain or the node has no such notion. */
  private async tagged(tag: string): Promise<number | null> {
    try {
      const block = await this.first((endpoint) => endpoint.request('eth_getBlockByNumber', [tag, false], 10_000));
      return isObject(block) ? numberAt(block['number'], 'block.number') : null;
    } catch (error) {
      if (isRpcError(error)) return null;
      throw error;
    }
  }

  async genesisHash(): Promise<Hex | null> {
    const block = await this.first((endpoint) => endpoint.request('eth_getBlockByNumber', ['0x0', false], 10_000));
    return isObject(block) ? hexAt(block['hash'], 'genesis.hash') : null;
  }

  async codeAt(addresses: readonly Hex[], blockHash: Hex): Promise<ReadonlyMap<Hex, 'none' | 'some'>> {
    const facts = new Map<Hex, 'none' | 'some'>();
    if (addresses.length === 0) return facts;
    // EIP-1898 by hash: exact even while the chain moves. What cannot be had is left out, and counts as unknown.
    const answers = await this.first((endpoint) =>
      endpoint.batch(
        'eth_getCode',
        addresses.map((address) => [address, { blockHash }]),
        5_000,
      ),
    );
    addresses.forEach((address, i) => {
      const code = answers[i];
      if (typeof code === 'string') facts.set(address, code === '0x' ? 'none' : 'some');
    });
    return facts;
  }

  async answersAt(questions: readonly StateQuestion[], blockHash: Hex): Promise<ReadonlyMap<string, Hex>> {
    const at = { blockHash };
    const calls = questions.flatMap((asked) => ('data' in asked ? [{ asked, params: [{ to: asked.to, data: asked.data }, at] }] : []));
    const slots = questions.flatMap((asked) => ('slot' in asked ? [{ asked, params: [asked.to, asked.slot, at] }] : []));
    // A node that has no answer to one kind still has those to the other.
    const orNone = (error: unknown) => {
      if (isRetryable(error)) return [];
      throw error;
    };
    const both = await Promise.all([this.ask('eth_call', calls).catch(orNone), this.ask('eth_getStorageAt', slots).catch(orNone)]);
    return new Map(both.flat());
  }

  private async ask(
    method: string,
    questions: readonly { readonly asked: StateQuestion; readonly params: readonly unknown[] }[],
  ): Promise<readonly (readonly [key: string, answer: Hex])[]> {
    if (questions.length === 0) return [];
    const paramsOf = questions.map(({ params }) => params);
    const answers = await this.first((endpoint) => endpoint.batch(method, paramsOf, 5_000));
    return questions.flatMap(({ asked }, i) => {
      const answer = answers[i];
      return isHex(answer) && answer !== '0x' ? [[stateQuestionKey(asked), answer] as const] : [];
    });
  }

  codesOf(address: Hex): Promise<readonly Hex[]> {
    return this.first((endpoint) => codesBehind(endpoint, address));
  }

  reportMismatch(label: string): void {
    this.endpoints.find((endpoint) => endpoint.label === label)?.lied();
  }

  health() {
    return this.endpoints.map((endpoint) => endpoint.health());
  }

  async close(): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => endpoint.transport.close()));
  }
}

/** Asks each URL for its chain id and groups them. A URL that does not answer is named with its reason instead of left out. */
export async function groupByChain(urls: readonly string[]): Promise<{
  readonly chains: ReadonlyMap<number, readonly string[]>;
  readonly unreachable: readonly { readonly url: string; readonly reason: string }[];
}> {
  const chains = new Map<number, string[]>();
  const unreachable: { url: string; reason: string }[] = [];
  for (const url of urls) {
    const endpoint = new Endpoint(url);
    try {
      const chainId = numberAt(await endpoint.request('eth_chainId', [], 5_000), 'eth_chainId');
      chains.set(chainId, [...(chains.get(chainId) ?? []), url]);
    } catch (error) {
      unreachable.push({ url: endpoint.label, reason: messageOf(error) });
    } finally {
      await endpoint.transport.close();
    }
  }
  return { chains, unreachable };
}
