import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { chainIdSchema } from '../../../contracts/primitives.js';
import { addressProfileSchema, type TransactionView, transactionSchema } from '../../../contracts/transaction.js';
import type { Scoring } from '../../../core/score/scoring.js';
import type { Knowledge } from '../../../pipeline/analyse/knowledge.js';
import type { AnalyticsReader } from '../../../ports/analytics-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import type { ChainStatus } from '../api-parts.js';
import { addressParams, hashParams, lowerHex } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { ANALYTICS, CHAIN_STATES, CONTROL, KNOWLEDGE, SCORING } from '../tokens.js';
import { transactionOut } from './transaction-out.js';

const MAX_FINDINGS = 200;
const profileQuerySchema = z.object({ chain: chainIdSchema.optional().describe('left out: the chain, where only one is watched') });

type Profile = z.output<typeof addressProfileSchema>;

@ApiTags('explore')
@Controller('v1')
export class ExploreController {
  constructor(
    @Inject(ANALYTICS) private readonly analytics: AnalyticsReader,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'alerts' | 'labels'>,
    @Inject(KNOWLEDGE) private readonly knowledge: Knowledge,
    @Inject(SCORING) private readonly scoring: Scoring,
    @Inject(CHAIN_STATES) private readonly chains: () => Promise<readonly ChainStatus[]>,
  ) {}

  @Route({
    method: 'GET',
    path: 'transactions/:hash',
    summary: 'One transaction: score, features, findings, call tree and transfers',
    access: 'read',
    params: hashParams,
    response: transactionSchema,
  })
  async getTransaction({ hash }: z.output<typeof hashParams>, caller: Caller): Promise<TransactionView> {
    const transactionHash = lowerHex(hash);
    const [row, detail, alerts] = await Promise.all([
      this.analytics.transaction(transactionHash),
      this.analytics.detail(transactionHash),
      this.control.alerts.alerts({ transactionHash, visibleTo: caller.organisationId }, MAX_FINDINGS, null),
    ]);
    if (row === null) throw notFound('transaction in the blocks that were analysed');
    return transactionOut(row, detail, alerts.items, this.scoring.scorerOf(row.chainId));
  }

  @Route({
    method: 'GET',
    path: 'addresses/:address',
    summary: 'What is known of an address on one chain',
    access: 'read',
    params: addressParams,
    query: profileQuerySchema,
    response: addressProfileSchema,
  })
  getAddress(
    { address }: z.output<typeof addressParams>,
    { chain }: z.output<typeof profileQuerySchema>,
    caller: Caller,
  ): Promise<Profile> {
    return this.profile(address, chain, caller);
  }

  @Route({
    method: 'GET',
    path: 'contracts/:address',
    summary: 'What is known of a contract on one chain',
    access: 'read',
    params: addressParams,
    query: profileQuerySchema,
    response: addressProfileSchema,
  })
  getContract(
    { address }: z.output<typeof addressParams>,
    { chain }: z.output<typeof profileQuerySchema>,
    caller: Caller,
  ): Promise<Profile> {
    return this.profile(address, chain, caller);
  }

  private async profile(given: string, chain: number | undefined, { organisationId }: Caller): Promise<Profile> {
    const address = lowerHex(given);
    const chainId = chain ?? (await this.onlyChain());
    const [profile, byHand] = await Promise.all([
      this.analytics.addressProfile(chainId, address),
      this.control.labels.of(organisationId, address),
    ]);
    const own = byHand.filter((label) => label.chainId === null || label.chainId === chainId);
    // What one source says of a category is told once, also where a file of labels was imported as well.
    const labels = new Map(
      [...this.knowledge.labelsOf(chainId, address), ...own].map((label) => [`${label.category}:${label.source}`, label]),
    );
    return {
      address: checksum(address),
      chainId,
      firstSeen: timeOf(profile.firstSeenAt),
      lastSeen: timeOf(profile.lastSeenAt),
      sent: profile.sent,
      received: profile.received,
      failed: profile.failed,
      counterparties: profile.counterparties,
      maxRisk: profile.maxRisk,
      labels: [...labels.values()].map(({ category, source, confidence, name }) => ({ category, source, confidence, name })),
    };
  }

  private async onlyChain(): Promise<number> {
    const [first, ...others] = await this.chains();
    if (first !== undefined && others.length === 0) return first.chainId;
    throw new ProblemError(400, 'Say which chain.', [{ path: '/chain', message: 'is needed where not exactly one chain is watched' }]);
  }
}

function timeOf(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1_000).toISOString();
}
