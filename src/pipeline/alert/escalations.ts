import { dueSteps } from '../../core/alert/escalation.js';
import { addressesOf, type Checksum, incidentView } from '../../core/alert/views.js';
import { messageOf } from '../../core/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { TimelineEntry } from '../../ports/control-store.js';
import type { EscalationRun, EscalationStore, EscalationTurn } from '../../ports/escalation-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { IncidentStore } from '../../ports/incident-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { countTold } from './measure.js';
import { groupByChain, type NewEvent } from './outbound.js';

export interface EscalationDeps {
  readonly escalations: EscalationStore;
  readonly incidents: Pick<IncidentStore, 'untold' | 'markTold'>;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly checksum: Checksum;
}

const EVERY_MS = 5_000;
/** Who made a change puts it into the log at once; what is older was left behind by a process that ended. */
const LEFT_BEHIND_MS = 10_000;
const AT_ONCE = 200;

/** Tells the next channel of what nobody acknowledges, and puts into the log what a process that ended left behind. */
export class Escalations {
  constructor(private readonly deps: EscalationDeps) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.turn().catch((error: unknown) =>
        this.deps.logger.warn({ error: messageOf(error) }, 'escalations could not be looked after; trying again'),
      );
      await this.deps.clock.sleep(EVERY_MS, signal);
    }
  }

  async turn(): Promise<void> {
    const { escalations, incidents, log, metrics, clock, checksum } = this.deps;
    const nowMs = clock.nowMs();
    const told = (await escalations.turn(nowMs, (run) => turnOf(run, nowMs, checksum))) ?? [];
    countTold(metrics, told);
    // What this turn made is among them: it waits for nobody else.
    const untold = await incidents.untold(told.length > 0 ? nowMs : nowMs - LEFT_BEHIND_MS, AT_ONCE);
    if (untold.length === 0) return;
    const events = untold.flatMap(({ events: left }) => left);
    if (events.length > 0) await log.publish('alerts.v1', groupByChain(events));
    await incidents.markTold(untold.map(({ changeId }) => changeId));
  }
}

function turnOf(run: EscalationRun, nowMs: number, checksum: Checksum): EscalationTurn {
  const { policy, incident, round, startedAtMs, stepsTold } = run;
  const { organisationId } = policy;
  const due = dueSteps(policy, startedAtMs, stepsTold, nowMs);
  const isSpent = stepsTold + due.length >= policy.steps.length;
  const changes = due.map((step, index) => {
    const place = stepsTold + index + 1;
    const escalation = {
      policyId: policy.id,
      title: policy.title,
      step: place,
      steps: policy.steps.length,
      afterMinutes: step.afterMinutes,
      waitingSince: new Date(startedAtMs).toISOString(),
    };
    const event: NewEvent = {
      organisationId,
      channels: step.channels,
      chainId: incident.chainId,
      type: 'incident.escalated',
      blockNumber: incident.lastBlock,
      severity: incident.severity,
      addresses: addressesOf(incident),
      payload: { ...incidentView(incident, checksum), revision: incident.revision + index + 1, escalation },
    };
    const say = (kind: TimelineEntry['kind'], text: string) => ({
      incidentId: incident.id,
      organisationId,
      atMs: nowMs,
      kind,
      actor: null,
      text,
    });
    const timeline = [
      say('escalated', `Not acknowledged in ${step.afterMinutes} min: ${policy.title} told ${step.channels.join(', ')}`),
      ...(place === policy.steps.length ? [say('escalation-spent', `${policy.title} has nobody else to tell`)] : []),
    ];
    return { changeId: `escalated:${incident.id}:${organisationId}:${policy.id}:${round}:${place}`, events: [event], timeline };
  });
  return { run, stepsTold: stepsTold + due.length, changes, ended: isSpent ? 'spent' : null, revision: incident.revision + due.length };
}
