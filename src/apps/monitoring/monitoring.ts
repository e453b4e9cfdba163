import type { Scoring } from '../../core/score/scoring.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { ControlStore } from '../../ports/control-store.js';
import { BacktestDesk } from './backtest-desk.js';
import { MonitorDesk } from './monitor-desk.js';

export interface MonitoringParts {
  readonly control: ControlStore;
  readonly knowledge: Knowledge;
  readonly scoring: Scoring;
  readonly sourceOf: (chainId: number) => ChainSource | null;
  readonly nowMs: () => number;
}

export interface Monitoring {
  readonly monitors: MonitorDesk;
  readonly backtests: BacktestDesk;
  close(): Promise<void>;
}

/** What people do with monitors, over the stores and the sources of one process. */
export function createMonitoring({ control, knowledge, scoring, sourceOf, nowMs }: MonitoringParts): Monitoring {
  const monitors = new MonitorDesk({
    control,
    nowMs,
    codesOf: async (chainId, address) => (await sourceOf(chainId)?.codesOf(address)) ?? null,
  });
  const backtests = new BacktestDesk({ control, desk: monitors, sourceOf, knowledge, scoring, nowMs });
  return { monitors, backtests, close: () => backtests.close() };
}
