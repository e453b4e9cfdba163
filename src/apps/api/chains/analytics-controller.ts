import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Overview,
  overviewSchema,
  type RiskSeries,
  riskSeriesQuerySchema,
  riskSeriesSchema,
  topEntitiesQuerySchema,
  topEntitiesSchema,
} from '../../../contracts/chain.js';
import type { AnalyticsReader } from '../../../ports/analytics-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import type { CanaryConfig } from '../../platform/config.js';
import type { ChainStatus } from '../api-parts.js';
import { Route } from '../http/route.js';
import { liveChains } from '../operate/canary-controller.js';
import { canaryOut } from '../operate/canary-out.js';
import { ANALYTICS, CANARY, CHAIN_STATES, CONTROL, NOW, SCORING } from '../tokens.js';
import { chainOut } from './chain-out.js';
import { overviewOf } from './overview.js';

/** Without a model nothing crosses the line. */
const NO_BUDGET = 100;
const DAY_S = 86_400;

@ApiTags('analytics')
@Controller('v1/analytics')
export class AnalyticsController {
  constructor(
    @Inject(ANALYTICS) private readonly analytics: AnalyticsReader,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'alerts' | 'cursors' | 'canaries' | 'channels'>,
    @Inject(CHAIN_STATES) private readonly chains: () => Promise<readonly ChainStatus[]>,
    @Inject(SCORING) private readonly scoring: { readonly budgetRisk: number | null },
    @Inject(CANARY) private readonly canary: CanaryConfig,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: 'overview',
    summary: 'Is something wrong, and where? One sentence, and its parts',
    access: 'read',
    response: overviewSchema,
  })
  async getOverview({ organisationId }: Caller): Promise<Overview> {
    const statuses = await this.chains();
    const nowMs = this.nowMs();
    const [chains, open, counts, alerts, canary] = await Promise.all([
      Promise.all(statuses.map((status) => chainOut(status, this.analytics, this.control, nowMs))),
      this.control.alerts.openIncidents(organisationId),
      this.analytics.counts(null),
      this.control.alerts.counts(organisationId),
      canaryOut(this.control, this.canary, { organisationId, chainIds: liveChains(statuses), nowMs }),
    ]);
    const seen = new Map(statuses.map((status) => [status.chainId, status]));
    const totals = { blocks: counts.blocks, transactions: counts.transactions, alerts: alerts.alerts };
    return overviewOf({ chains, seen, open, counts: totals, canary, nowMs });
  }

  @Route({
    method: 'GET',
    path: 'risk',
    summary: 'Risk by block, oldest first',
    access: 'read',
    query: riskSeriesQuerySchema,
    response: riskSeriesSchema,
  })
  async getRisk({ chain, limit, before }: z.output<typeof riskSeriesQuerySchema>): Promise<RiskSeries> {
    const points = await this.analytics.riskByBlock({ chainId: chain, limit, ...(before === undefined ? {} : { before }) });
    return {
      chainId: chain,
      budgetRisk: this.scoring.budgetRisk ?? NO_BUDGET,
      blocks: points.map(({ blockNumber, blockHash, timestamp, ...rest }) => ({
        ...rest,
        chainId: chain,
        number: blockNumber,
        hash: blockHash,
        timestamp: new Date(timestamp * 1_000).toISOString(),
      })),
    };
  }

  @Route({
    method: 'GET',
    path: 'top',
    summary: 'Contracts that were called, most findings first; of the last day of the chain if `since` is left out',
    access: 'read',
    query: topEntitiesQuerySchema,
    response: topEntitiesSchema,
  })
  async getTop({ chain, limit, since }: z.output<typeof topEntitiesQuerySchema>): Promise<z.output<typeof topEntitiesSchema>> {
    const items = await this.analytics.topEntities({ chainId: chain, sinceTimestamp: await this.since(chain, since), limit });
    return { items: items.map((item) => ({ ...item, address: checksum(item.address) })) };
  }

  /** Chain time: of a replay, the last day is long ago. */
  private async since(chainId: number, since: string | undefined): Promise<number> {
    if (since !== undefined) return Math.floor(Date.parse(since) / 1_000);
    const newest = (await this.analytics.riskByBlock({ chainId, limit: 1 })).at(-1);
    return newest === undefined ? 0 : newest.timestamp - DAY_S;
  }
}
