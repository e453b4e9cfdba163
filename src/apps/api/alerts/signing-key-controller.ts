import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { signingKeySchema } from '../../../contracts/management.js';
import type { EvidencePort } from '../api-parts.js';
import { ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { EVIDENCE } from '../tokens.js';

@ApiTags('alerts')
@Controller('v1/signing-key')
export class SigningKeyController {
  constructor(@Inject(EVIDENCE) private readonly evidence: EvidencePort | null) {}

  @Route({ method: 'GET', path: '', summary: 'What evidence bundles are signed with', access: 'read', response: signingKeySchema })
  getSigningKey(): z.output<typeof signingKeySchema> {
    if (this.evidence === null) throw new ProblemError(501, 'This process signs nothing.');
    return { algorithm: 'Ed25519', publicKey: this.evidence.publicKey };
  }
}
