import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type CanaryView, canarySchema } from '../../../contracts/canary.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import type { CanaryConfig } from '../../platform/config.js';
import type { ChainStatus } from '../api-parts.js';
import { Route } from '../http/route.js';
import { CANARY, CHAIN_STATES, CONTROL, NOW } from '../tokens.js';
import { canaryOut } from './canary-out.js';

@ApiTags('canary')
@Controller('v1/canary')
export class CanaryController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'canaries' | 'channels'>,
    @Inject(CHAIN_STATES) private readonly chains: () => Promise<readonly ChainStatus[]>,
    @Inject(CANARY) private readonly canary: CanaryConfig,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Whether an alert would arrive: canaries by chain and by channel',
    access: 'read',
    response: canarySchema,
  })
  async getCanary({ organisationId }: Caller): Promise<CanaryView> {
    const chainIds = liveChains(await this.chains());
    return canaryOut(this.control, this.canary, { organisationId, chainIds, nowMs: this.nowMs() });
  }
}

/** Recorded blocks have no canaries. */
export function liveChains(chains: readonly ChainStatus[]): readonly number[] {
  return chains.filter(({ isRecording }) => isRecording !== true).map(({ chainId }) => chainId);
}
