import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { siteCheckRequestSchema, siteCheckSchema, tokenCheckRequestSchema, tokenCheckSchema } from '../../../contracts/screening.js';
import type { Checking } from '../../checking/checking.js';
import { checkSite } from '../../checking/site-check.js';
import { Route } from '../http/route.js';
import { CHECKING } from '../tokens.js';
import { checkingOr501, problemFrom } from './checking-problems.js';

@ApiTags('checks')
@Controller('v1')
export class TokensController {
  constructor(@Inject(CHECKING) private readonly checking: Checking | null) {}

  @Route({
    method: 'POST',
    path: 'tokens/check',
    summary: 'Checks a token before it is bought: who rules it, and whether it can be passed on',
    access: 'check',
    body: tokenCheckRequestSchema,
    response: tokenCheckSchema,
    audit: { none: 'a question; nothing is changed by it' },
  })
  checkToken(request: z.output<typeof tokenCheckRequestSchema>): Promise<z.output<typeof tokenCheckSchema>> {
    return checkingOr501(this.checking).tokens.check(request);
  }

  @Route({
    method: 'POST',
    path: 'sites/check',
    summary: 'Looks a page up in the lists of phishing pages, and among names that it may imitate',
    access: 'check',
    body: siteCheckRequestSchema,
    response: siteCheckSchema,
    audit: { none: 'a question; nothing is changed by it' },
  })
  checkSite({ url }: z.output<typeof siteCheckRequestSchema>): z.output<typeof siteCheckSchema> {
    const { siteOf } = checkingOr501(this.checking);
    try {
      return checkSite(url, siteOf);
    } catch (error) {
      throw problemFrom(error);
    }
  }
}
