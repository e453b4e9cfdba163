import type { ChainState } from '../../core/state/chain-state.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { ChainStatus, ReadinessCheck } from '../api/api-parts.js';
import type { FollowedChain } from '../worker/stages.js';
import { chainStatuses, readinessOf } from './chain-statuses.js';
import type { Pipeline } from './pipeline.js';

export interface WatchParts {
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly logger: Logger;
}

/** What this process reads, from the moment on when it begins to look for it: the API is there before the chains are. */
export class Watch {
  private following: { readonly pipeline: Pipeline; readonly chains: readonly FollowedChain[] } | null = null;
  private waitingFor: string | null = null;

  constructor(private readonly parts: WatchParts) {}

  /** No node answered yet. */
  waitFor(reason: string): void {
    if (reason !== this.waitingFor) this.parts.logger.warn({ reason }, 'no answer from a node; it is asked again');
    this.waitingFor = reason;
  }

  follow(pipeline: Pipeline, chains: readonly FollowedChain[]): void {
    this.following = { pipeline, chains };
  }

  /** The rolling state of a chain, for reading; null where it is not analysed here (yet). */
  stateOf(chainId: number): ChainState | null {
    return this.following?.pipeline.stateOf(chainId) ?? null;
  }

  /** Where a chain's blocks and code are read; null where it is not followed here (yet). */
  sourceOf(chainId: number): ChainSource | null {
    return this.following?.chains.find(({ source }) => source.chainId === chainId)?.source ?? null;
  }

  statuses(): readonly ChainStatus[] {
    return this.following === null ? [] : chainStatuses(this.following.pipeline, this.following.chains);
  }

  async readiness(): Promise<readonly ReadinessCheck[]> {
    const checks = await readinessOf(this.parts, this.statuses());
    if (this.following !== null) return checks;
    return [...checks, { name: 'chains', ok: false, detail: this.waitingFor ?? 'not opened yet' }];
  }

  /** Stops reading, finishes what is in hand, saves the state, and lets the nodes go. */
  async close(): Promise<void> {
    await this.following?.pipeline.close();
    for (const { source } of this.following?.chains ?? []) await source.close();
  }
}
