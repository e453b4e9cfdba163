import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { packageRoot } from '../../../adapters/migrations.js';
import { type DriftView, driftQuerySchema, driftSchema, modelReportSchema, modelSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import { driftOf } from '../../../core/score/drift.js';
import { compareShadow } from '../../../core/score/shadow.js';
import type { AnalyticsReader } from '../../../ports/analytics-store.js';
import type { ApiScoring } from '../api-parts.js';
import { Route } from '../http/route.js';
import { ANALYTICS, RULES_VERSION, SCORING } from '../tokens.js';

const modelPageSchema = pageOf(modelSchema);
const REPORT = path.join(packageRoot(), 'ml/REPORT.md');

@ApiTags('models')
@Controller('v1/models')
export class ModelsController {
  constructor(
    @Inject(SCORING) private readonly scoring: ApiScoring,
    @Inject(RULES_VERSION) private readonly rulesVersion: string,
    @Inject(ANALYTICS) private readonly analytics: Pick<AnalyticsReader, 'recentScores'>,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'The models that are installed, and which of them scores; no champion: nothing is scored',
    access: 'read',
    response: modelPageSchema,
  })
  listModels(): z.output<typeof modelPageSchema> {
    const { budgetRisk } = this.scoring;
    const items = this.scoring.models().map(({ trainedUntil, ...model }) => ({
      ...model,
      isActive: model.state === 'champion',
      budgetRisk: model.state === 'champion' ? budgetRisk : null,
      rulesVersion: this.rulesVersion,
      trainedUntil: trainedUntil === null ? null : new Date(trainedUntil * 1_000).toISOString(),
    }));
    return { items, nextCursor: null };
  }

  @Route({
    method: 'GET',
    path: 'drift',
    summary: 'How far a chain’s newest transactions are from what the champion was trained on, and how the shadow scores them',
    access: 'read',
    query: driftQuerySchema,
    response: driftSchema,
  })
  async getDrift({ chain, limit }: z.output<typeof driftQuerySchema>): Promise<DriftView> {
    const { shadow } = this.scoring;
    const scorer = this.scoring.scorerOf(chain);
    if (scorer === null) return { chainId: chain, modelId: null, rows: 0, features: [], parts: [], alerts: null, shadow: null };
    const recent = await this.analytics.recentScores(chain, limit);
    const { rows, features, parts, alerts } = driftOf(scorer.bundle, recent);
    return {
      chainId: chain,
      modelId: scorer.bundle.id,
      rows,
      features: [...features],
      parts: [...parts],
      alerts,
      shadow: shadow === null ? null : compareShadow(recent, scorer, shadow),
    };
  }

  @Route({
    method: 'GET',
    path: 'report',
    summary: 'How well the score ranks attacks, as it was measured',
    access: 'read',
    response: modelReportSchema,
  })
  getReport(): z.output<typeof modelReportSchema> {
    return { markdown: existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : null };
  }
}
