import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type IncidentDetail,
  type IncidentView,
  incidentDetailSchema,
  incidentQuerySchema,
  incidentSchema,
} from '../../../contracts/alert.js';
import { assignSchema, feedbackSchema, incidentActionSchema, muteSchema, undoSchema } from '../../../contracts/incident-action.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Suppression } from '../../../core/alert/suppression.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { EventLog } from '../../../ports/event-log.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import { alertOut, incidentOut } from '../alerts/alert-out.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, EVENT_LOG, NOW } from '../tokens.js';
import { type Decision, decide, undo } from './decide.js';
import { type OrderInput, standingOrder } from './standing-order.js';
import { timelineOf } from './timeline.js';

const incidentPageSchema = pageOf(incidentSchema);
const MAX_ALERTS = 500;
const MAX_RELATED = 20;
const MUTE_MS = 86_400_000;

type Id = z.output<typeof idParams>;

@ApiTags('incidents')
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(CONTROL) readonly control: Pick<ControlStore, 'alerts' | 'incidents' | 'suppressions'>,
    @Inject(EVENT_LOG) readonly log: EventLog,
    @Inject(NOW) readonly nowMs: () => number,
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
  async getIncident({ id }: Id, { organisationId }: Caller): Promise<IncidentDetail> {
    const { alerts, incidents } = this.control;
    const incident = await alerts.incident(id, organisationId);
    if (incident === null) throw notFound('incident');
    const [raised, entries, related] = await Promise.all([
      alerts.alerts({ incidentId: id, visibleTo: organisationId }, MAX_ALERTS, null),
      alerts.timeline(id, organisationId),
      incidents.related(id, organisationId, MAX_RELATED),
    ]);
    return {
      ...incidentOut(incident),
      alerts: raised.items.map(alertOut),
      timeline: timelineOf(incident, raised.items, entries),
      related: related.map(incidentOut),
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
  acknowledgeIncident({ id }: Id, { note, ...body }: z.output<typeof incidentActionSchema>, caller: Caller): Promise<IncidentView> {
    const decision = { kind: 'acknowledged', text: 'Acknowledged', decided: { status: 'acknowledged' } } as const;
    return this.decide(id, caller, { ...decision, note, ...body });
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
  assignIncident({ id }: Id, { assignee, ...body }: z.output<typeof assignSchema>, caller: Caller): Promise<IncidentView> {
    const text = assignee === null ? 'Assigned to nobody' : `Assigned to ${assignee}`;
    return this.decide(id, caller, { kind: 'assigned', text, decided: { assignee }, ...body });
  }

  @Route({
    method: 'POST',
    path: ':id/mute',
    summary: 'Tell channels nothing of it for a while; with a wider scope also nothing of what is like it',
    access: 'write',
    params: idParams,
    body: muteSchema,
    response: incidentSchema,
  })
  async muteIncident({ id }: Id, body: z.output<typeof muteSchema>, caller: Caller): Promise<IncidentView> {
    const { until, scope, detectorId, address, reason, note, forEveryone } = body;
    const untilMs = until === null ? null : until === undefined ? this.nowMs() + MUTE_MS : this.future(until, '/until');
    const mute = { untilMs, reason: untilMs === null ? null : (reason ?? null) };
    const isWide = scope !== 'incident' && untilMs !== null && reason !== undefined;
    const suppression = isWide
      ? await this.order(id, caller, { kind: 'mute', scope, detectorId, address, untilMs, reason, isForEveryone: forEveryone, at: '' })
      : undefined;
    const about = suppression === undefined ? '' : `, and with it ${reachOf(suppression)}`;
    const why = reason === undefined ? '' : ` (${reason})`;
    const text = untilMs === null ? 'No longer muted' : `Muted until ${new Date(untilMs).toISOString()}${about}${why}`;
    return this.decide(id, caller, { kind: 'muted', text, decided: { mute }, note, forEveryone, suppression });
  }

  @Route({
    method: 'POST',
    path: ':id/resolve',
    summary: 'It is over for your organisation: a finding that comes after opens it again',
    access: 'write',
    params: idParams,
    body: incidentActionSchema,
    response: incidentSchema,
  })
  resolveIncident({ id }: Id, body: z.output<typeof incidentActionSchema>, caller: Caller): Promise<IncidentView> {
    const decision = { kind: 'resolved', text: 'Resolved', decided: { status: 'resolved' } } as const;
    return this.decide(id, caller, { ...decision, ...body });
  }

  @Route({
    method: 'POST',
    path: ':id/feedback',
    summary: 'Was it right? A false positive is closed as one; `suppress` keeps silent what is like it, from now on',
    access: 'write',
    params: idParams,
    body: feedbackSchema,
    response: incidentSchema,
    audit: 'incident.feedback',
  })
  async giveFeedback({ id }: Id, { verdict, suppress, ...body }: z.output<typeof feedbackSchema>, caller: Caller): Promise<IncidentView> {
    if (verdict === 'true_positive') {
      const decision = { kind: 'feedback', text: 'Confirmed as a true positive', decided: { feedback: verdict } } as const;
      return this.decide(id, caller, { ...decision, ...body });
    }
    const suppression =
      suppress === undefined
        ? undefined
        : await this.order(id, caller, {
            ...suppress,
            kind: 'false_positive',
            untilMs: suppress.until === null ? null : this.future(suppress.until, '/suppress/until'),
            isForEveryone: body.forEveryone,
            at: '/suppress',
          });
    const about = suppression === undefined ? '' : `; ${reachOf(suppression)} is suppressed (${suppression.reason})`;
    const decided = { status: 'false_positive', feedback: verdict } as const;
    return this.decide(id, caller, {
      kind: 'feedback',
      text: `Judged a false positive${about}`,
      decided,
      ...body,
      suppression,
    });
  }

  @Route({
    method: 'POST',
    path: ':id/undo',
    summary: 'Takes your organisation’s last decision back, while nothing else changed it: also the suppression that came with it',
    access: 'write',
    params: idParams,
    body: undoSchema,
    response: incidentSchema,
    audit: 'incident.undo',
  })
  async undoDecision({ id }: Id, { revision }: z.output<typeof undoSchema>, caller: Caller): Promise<IncidentView> {
    return incidentOut(await undo(this, id, caller, revision));
  }

  private async order(id: string, caller: Caller, input: OrderInput): Promise<Suppression> {
    refuseOthers(input.isForEveryone, caller);
    const [incident, within] = await Promise.all([
      this.control.alerts.incident(id, caller.organisationId),
      this.control.incidents.scope(id),
    ]);
    if (incident === null) throw notFound('incident');
    return standingOrder(input, incident, within, caller, this.nowMs());
  }

  private future(until: string, path: string): number {
    const ms = Date.parse(until);
    if (ms > this.nowMs()) return ms;
    throw new ProblemError(400, 'That time is over already.', [{ path, message: 'must be later than now' }]);
  }

  private async decide(id: string, caller: Caller, asked: Asked): Promise<IncidentView> {
    const { kind, text, decided, note, forEveryone, suppression } = asked;
    refuseOthers(forEveryone, caller);
    if ((await this.control.alerts.incident(id, caller.organisationId)) === null) throw notFound('incident');
    const said = note === undefined ? text : `${text}: ${note}`;
    const incident = await decide(this, id, caller, { kind, text: said, decided, isForEveryone: forEveryone, suppression });
    return incidentOut(incident);
  }
}

interface Asked {
  readonly kind: Decision['kind'];
  readonly text: string;
  readonly decided: Decision['decided'];
  readonly note?: string | undefined;
  readonly forEveryone: boolean;
  readonly suppression?: Suppression | undefined;
}

function refuseOthers(isForEveryone: boolean, { scopes, name }: Caller): void {
  if (isForEveryone && !scopes.includes('operator'))
    throw new ProblemError(403, `To decide for everyone needs the scope operator; the key "${name}" has ${scopes.join(', ')}.`, [
      { path: '/forEveryone', message: 'needs the scope operator' },
    ]);
}

/** In words, for the timeline. */
function reachOf({ detectorId, address }: Suppression): string {
  return [detectorId, address === null ? null : checksum(address)].filter((part) => part !== null).join(' at ');
}
