import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { modelSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ApiParts } from '../api-parts.js';
import { Route } from '../http/route.js';
import { SCORING } from '../tokens.js';

const modelPageSchema = pageOf(modelSchema);

@ApiTags('models')
@Controller('v1/models')
export class ModelsController {
  constructor(@Inject(SCORING) private readonly scoring: Pick<ApiParts, 'budgetRisk' | 'modelId' | 'rulesVersion'>) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'The model that scores here; none: nothing is scored',
    access: 'read',
    response: modelPageSchema,
  })
  listModels(): z.output<typeof modelPageSchema> {
    const { modelId, budgetRisk, rulesVersion } = this.scoring;
    return { items: modelId === null ? [] : [{ id: modelId, isActive: true, budgetRisk, rulesVersion }], nextCursor: null };
  }
}
