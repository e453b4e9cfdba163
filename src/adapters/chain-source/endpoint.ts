import { numberAt } from '../../core/chain/quantity.js';
import { RetryableError } from '../../core/errors.js';
import type { EndpointHealth } from '../../ports/chain-source.js';
import { createHttpTransport } from './http-transport.js';
import type { RpcTransport } from './json-rpc.js';
import { isRpcError, isUnsupported } from './rpc-error.js';
import { createWebSocketTransport, type WebSocketTransport } from './websocket-transport.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** How fast the score follows: one success or failure moves it by a tenth of the way. */
const SMOOTHING = 0.1;
const IDENTIFY_TIMEOUT_MS = 10_000;

/** One RPC URL with its memory: how well it answers, what it cannot do, and until when it is left alone. */
export class Endpoint {
  readonly transport: RpcTransport;
  readonly webSocket: WebSocketTransport | null;
  private readonly unsupported = new Set<string>();
  private successRate = 1;
  private latencyMs: number | null = null;
  private errors = 0;
  private mismatches = 0;
  private failuresInRow = 0;
  private pausedUntil = 0;
  private identity: Promise<void> | null = null;
  private problem: string | null = null;

  constructor(
    readonly url: string,
    /** The chain that it must serve; null where that is not known yet. */
    private readonly chainId: number | null = null,
    private readonly now: () => number = Date.now,
  ) {
    const isWebSocket = url.startsWith('ws');
    this.webSocket = isWebSocket ? createWebSocketTransport(url) : null;
    this.transport = this.webSocket ?? createHttpTransport(url);
  }

  get label(): string {
    return this.transport.label;
  }

  get isPaused(): boolean {
    return this.pausedUntil > this.now();
  }

  /** It serves another chain: it is never asked again. */
  get isForeign(): boolean {
    return this.problem !== null;
  }

  /** Lies weigh more than failures: a mismatch halves the score. */
  get score(): number {
    return this.successRate * 0.5 ** Math.min(this.mismatches, 10) * (this.failuresInRow === 0 ? 1 : 0.5);
  }

  supports(method: string): boolean {
    return !this.unsupported.has(method);
  }

  /** Blocks of another chain hold against their own header: so each endpoint says once which chain it serves, before anything else is asked of it. */
  identify(): Promise<void> {
    if (this.chainId === null) return Promise.resolve();
    this.identity ??= this.checkChain(this.chainId).catch((error: unknown) => {
      if (!this.isForeign) this.identity = null; // It did not answer: asked again the next time.
      throw error;
    });
    return this.identity;
  }

  private async checkChain(expected: number): Promise<void> {
    const served = numberAt(await this.transport.request('eth_chainId', [], IDENTIFY_TIMEOUT_MS), 'eth_chainId');
    if (served === expected) return;
    this.problem = `The node serves chain ${served} and not ${expected}: it is left out. Remove its URL, or give the URL of a node of chain ${expected}.`;
    throw new RetryableError('rpc-other-chain', this.problem, { endpoint: this.label, served, expected });
  }

  async request(method: string, params: readonly unknown[], timeoutMs?: number): Promise<unknown> {
    return this.observe(method, () => this.transport.request(method, params, timeoutMs));
  }

  async batch(method: string, paramsList: readonly (readonly unknown[])[], timeoutMs?: number): Promise<readonly unknown[]> {
    return this.observe(method, () =>
      this.transport.batch(
        paramsList.map((params) => ({ method, params })),
        timeoutMs,
      ),
    );
  }

  private async observe<T>(method: string, run: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      await this.identify();
      const result = await run();
      const took = performance.now() - startedAt;
      this.latencyMs = this.latencyMs === null ? took : this.latencyMs + SMOOTHING * (took - this.latencyMs);
      this.successRate += SMOOTHING * (1 - this.successRate);
      this.failuresInRow = 0;
      return result;
    } catch (error) {
      if (isRpcError(error) && isUnsupported(error.failure)) {
        this.unsupported.add(method); // It answered: that it lacks the method says nothing of its health.
      } else {
        this.failed();
      }
      throw error;
    }
  }

  /** It answered with what cannot be read: as bad as no answer. */
  garbled(): void {
    this.failed();
  }

  private failed(): void {
    this.errors += 1;
    this.failuresInRow += 1;
    this.successRate -= SMOOTHING * this.successRate;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.failuresInRow - 1, 10));
    this.pausedUntil = this.now() + pause * (0.5 + Math.random() / 2); // Jitter: several processes must not come back together.
  }

  lied(): void {
    this.mismatches += 1;
  }

  health(): EndpointHealth {
    return {
      url: this.label,
      score: this.score,
      latencyMs: this.latencyMs,
      errors: this.errors,
      mismatches: this.mismatches,
      connected: this.failuresInRow === 0 && !this.isForeign,
      ...(this.problem === null ? {} : { problem: this.problem }),
    };
  }
}
