import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  assignSchema,
  feedbackSchema,
  type IncidentDetail,
  type IncidentView,
  incidentActionSchema,
  incidentDetailSchema,
  incidentQuerySchema,
  incidentSchema,
  muteSchema,
} from '../../../contracts/alert.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { EventLog } from '../../../ports/event-log.js';
import type { Caller } from '../../platform/caller.js';
import { alertOut, incidentOut } from '../alerts/alert-out.js';
import { idParams } from '../http/inputs.js';
import { notFound } from '../http/problem.js';
import { Route } from '../http/route.js';
import { isVisible } from '../http/visible.js';
import { CONTROL, EVENT_LOG, NOW } from '../tokens.js';
import { type Decision, decide } from './decide.js';
import { timelineOf } from './timeline.js';

const incidentPageSchema = pageOf(incidentSchema);
const MAX_ALERTS = 500;
const MUTE_MS = 86_400_000;

type Id = z.output<typeof idParams>;

@ApiTags('incidents')
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'alerts'>,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Incidents, those with the newest finding first',
    access: 'read',
    query: incidentQuerySchema,
    response: incidentPageSchema,
  })
  async listIncidents(query: z.output<typeof incidentQuerySchema>, caller: Caller): Promise<z.output<typeof incidentPageSchema>> {
    const filter = {
      visibleTo: caller.organisationId,
      ...(query.chain === undefined ? {} : { chainId: query.chain }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(query.status === undefined ? {} : { status: query.status }),
    };
    const page = await this.control.alerts.incidents(filter, query.limit, query.cursor ?? null);
    return { items: page.items.map(incidentOut), nextCursor: page.nextCursor };
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'One incident with its timeline and its alerts (the newest 500; GET /v1/alerts?incident= has all)',
    access: 'read',
    params: idParams,
    response: incidentDetailSchema,
  })
  async getIncident({ id }: Id, caller: Caller): Promise<IncidentDetail> {
    const incident = await this.control.alerts.incident(id);
    if (incident === null || !isVisible(incident.organisationId, caller)) throw notFound('incident');
    const [alerts, entries] = await Promise.all([
      this.control.alerts.alerts({ incidentId: id }, MAX_ALERTS, null),
      this.control.alerts.timeline(id),
    ]);
    return {
      ...incidentOut(incident),
      alerts: alerts.items.map(alertOut),
      timeline: timelineOf(incident, alerts.items, entries),
    };
  }

  @Route({
    method: 'POST',
    path: ':id/acknowledge',
    summary: 'Someone is on it',
    access: 'write',
    params: idParams,
    body: incidentActionSchema,
    response: incidentSchema,
  })
  acknowledgeIncident({ id }: Id, { note }: z.output<typeof incidentActionSchema>, caller: Caller): Promise<IncidentView> {
    return this.decide(id, caller, note, { kind: 'acknowledged', text: 'Acknowledged', status: 'acknowledged' });
  }

  @Route({
    method: 'POST',
    path: ':id/assign',
    summary: 'Give it to someone',
    access: 'write',
    params: idParams,
    body: assignSchema,
    response: incidentSchema,
  })
  assignIncident({ id }: Id, { assignee, note }: z.output<typeof assignSchema>, caller: Caller): Promise<IncidentView> {
    const text = assignee === null ? 'Assigned to nobody' : `Assigned to ${assignee}`;
    return this.decide(id, caller, note, { kind: 'assigned', text, triage: { assignee } });
  }

  @Route({
    method: 'POST',
    path: ':id/mute',
    summary: 'Tell channels nothing of it for a while',
    access: 'write',
    params: idParams,
    body: muteSchema,
    response: incidentSchema,
  })
  muteIncident({ id }: Id, { until, note }: z.output<typeof muteSchema>, caller: Caller): Promise<IncidentView> {
    const mutedUntilMs = until === null ? null : until === undefined ? this.nowMs() + MUTE_MS : Date.parse(until);
    const text = mutedUntilMs === null ? 'No longer muted' : `Muted until ${new Date(mutedUntilMs).toISOString()}`;
    return this.decide(id, caller, note, { kind: 'muted', text, triage: { mutedUntilMs } });
  }

  @Route({
    method: 'POST',
    path: ':id/resolve',
    summary: 'It is over: the next finding opens another',
    access: 'write',
    params: idParams,
    body: incidentActionSchema,
    response: incidentSchema,
  })
  resolveIncident({ id }: Id, { note }: z.output<typeof incidentActionSchema>, caller: Caller): Promise<IncidentView> {
    return this.decide(id, caller, note, { kind: 'resolved', text: 'Resolved', status: 'resolved' });
  }

  @Route({
    method: 'POST',
    path: ':id/feedback',
    summary: 'Was it right? A false positive is closed as one',
    access: 'write',
    params: idParams,
    body: feedbackSchema,
    response: incidentSchema,
  })
  giveFeedback({ id }: Id, { verdict, note }: z.output<typeof feedbackSchema>, caller: Caller): Promise<IncidentView> {
    if (verdict === 'true_positive') return this.decide(id, caller, note, { kind: 'feedback', text: 'Confirmed as a true positive' });
    return this.decide(id, caller, note, { kind: 'feedback', text: 'Judged a false positive', status: 'false_positive' });
  }

  private async decide(
    id: string,
    caller: Caller,
    note: string | undefined,
    { text, ...rest }: Omit<Decision, 'actor' | 'nowMs'>,
  ): Promise<IncidentView> {
    const incident = await this.control.alerts.incident(id);
    if (incident === null || !isVisible(incident.organisationId, caller)) throw notFound('incident');
    const decision = { ...rest, text: note === undefined ? text : `${text}: ${note}`, actor: caller.name, nowMs: this.nowMs };
    return incidentOut(await decide(this.control, this.log, id, decision));
  }
}
