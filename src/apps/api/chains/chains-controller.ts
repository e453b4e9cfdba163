import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { chainSchema, coverageQuerySchema, coverageSchema } from '../../../contracts/chain.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { AnalyticsReader } from '../../../ports/analytics-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { ChainStatus } from '../api-parts.js';
import { Route } from '../http/route.js';
import { ANALYTICS, CHAIN_STATES, CONTROL, NOW } from '../tokens.js';
import { chainOut } from './chain-out.js';

const chainPageSchema = pageOf(chainSchema);

@ApiTags('chains')
@Controller('v1')
export class ChainsController {
  constructor(
    @Inject(CHAIN_STATES) private readonly chains: () => Promise<readonly ChainStatus[]>,
    @Inject(ANALYTICS) private readonly analytics: AnalyticsReader,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'cursors'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({ method: 'GET', path: 'chains', summary: 'State of each chain', access: 'read', response: chainPageSchema })
  async listChains(): Promise<z.output<typeof chainPageSchema>> {
    const chains = await this.chains();
    const items = await Promise.all(chains.map((chain) => chainOut(chain, this.analytics, this.control, this.nowMs())));
    return { items, nextCursor: null };
  }

  @Route({
    method: 'GET',
    path: 'coverage',
    summary: 'Which blocks were analysed, by which model and rules, as ranges (at most 10,000)',
    access: 'read',
    query: coverageQuerySchema,
    response: coverageSchema,
  })
  async getCoverage({ chain, from, to }: z.output<typeof coverageQuerySchema>): Promise<z.output<typeof coverageSchema>> {
    const ranges = await this.analytics.coverage({ chainId: chain, from, to });
    return { chainId: chain, ranges: ranges.map((range) => ({ ...range, reasons: [...range.reasons] })) };
  }
}
