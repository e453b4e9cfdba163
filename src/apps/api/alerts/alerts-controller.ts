import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type AlertView, alertQuerySchema, alertSchema } from '../../../contracts/alert.js';
import { evidenceBundleSchema } from '../../../contracts/evidence.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { AlertFilter, ControlStore } from '../../../ports/control-store.js';
import type { Caller } from '../../platform/caller.js';
import type { EvidencePort } from '../api-parts.js';
import { alertParams, lowerHex } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, EVIDENCE } from '../tokens.js';
import { alertOut } from './alert-out.js';

const alertPageSchema = pageOf(alertSchema);

@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'alerts'>,
    @Inject(EVIDENCE) private readonly evidence: EvidencePort | null,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Alerts, newest block first',
    access: 'read',
    query: alertQuerySchema,
    response: alertPageSchema,
  })
  async listAlerts(query: z.output<typeof alertQuerySchema>, caller: Caller): Promise<z.output<typeof alertPageSchema>> {
    const page = await this.control.alerts.alerts(
      { ...filterFrom(query), visibleTo: caller.organisationId },
      query.limit,
      query.cursor ?? null,
    );
    return { items: page.items.map(alertOut), nextCursor: page.nextCursor };
  }

  @Route({ method: 'GET', path: ':id', summary: 'One alert', access: 'read', params: alertParams, response: alertSchema })
  async getAlert({ id }: z.output<typeof alertParams>, caller: Caller): Promise<AlertView> {
    const alert = await this.control.alerts.alert(lowerHex(id), caller.organisationId);
    if (alert === null) throw notFound('alert');
    return alertOut(alert);
  }

  @Route({
    method: 'GET',
    path: ':id/evidence',
    summary: 'The signed bundle of an alert; `tocsin verify` scores it again',
    access: 'read',
    params: alertParams,
    response: evidenceBundleSchema,
  })
  async getEvidence({ id }: z.output<typeof alertParams>, caller: Caller): Promise<z.output<typeof evidenceBundleSchema>> {
    const alert = await this.control.alerts.alert(lowerHex(id), caller.organisationId);
    if (alert === null) throw notFound('alert');
    if (this.evidence === null) throw new ProblemError(501, 'This process has no model to make a bundle with.');
    const bundle = await this.evidence.bundle(alert.id);
    if (bundle === null) throw new ProblemError(404, 'This alert has no bundle: its transaction was not scored.');
    return evidenceBundleSchema.parse(JSON.parse(bundle));
  }
}

function filterFrom(query: z.output<typeof alertQuerySchema>): AlertFilter {
  return {
    ...(query.chain === undefined ? {} : { chainId: query.chain }),
    ...(query.severity === undefined ? {} : { severity: query.severity }),
    ...(query.detector === undefined ? {} : { detectorId: query.detector }),
    ...(query.address === undefined ? {} : { address: lowerHex(query.address) }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.suppressed === undefined ? {} : { isSuppressed: query.suppressed }),
    ...(query.incident === undefined ? {} : { incidentId: query.incident }),
    ...(query.transaction === undefined ? {} : { transactionHash: lowerHex(query.transaction) }),
    ...(query.since === undefined ? {} : { sinceMs: Date.parse(query.since) }),
    ...(query.until === undefined ? {} : { untilMs: Date.parse(query.until) }),
  };
}
