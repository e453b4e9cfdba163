import type { Alert, Finality, Incident } from '../../core/alert/alert.js';
import type { FindingsEvent } from '../../core/alert/findings-event.js';
import { incidentKeyOf } from '../../core/alert/incident-key.js';
import { storiesOf } from '../../core/alert/stories.js';
import type { Checksum } from '../../core/alert/views.js';
import { type Finding, type Severity, severityRank } from '../../core/detect/finding.js';
import type { AlertChange, AlertStore, TimelineEntry } from '../../ports/control-store.js';
import type { EventLog, Handled } from '../../ports/event-log.js';
import type { Metrics } from '../../ports/metrics.js';
import { CaseFile, extend, type OpenedOrKnown, shrink } from './case-file.js';
import { countTold, observeDelays } from './measure.js';
import { alertEvent, blockEvent, canaryEvent, gapEvent, groupByChain, incidentEvent, type NewEvent, retractedEvent } from './outbound.js';

export interface AlertStageDeps {
  readonly store: AlertStore;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly checksum: Checksum;
  readonly hashText: (text: string) => string;
  readonly nowMs: () => number;
}

type EventOf<K extends FindingsEvent['kind']> = Extract<FindingsEvent, { kind: K }>;

/** Findings become alerts, alerts become incidents; markers move their finality. One transaction a batch, applied once however often it comes. */
export class AlertStage {
  constructor(private readonly deps: AlertStageDeps) {}

  async handle(events: readonly FindingsEvent[]): Promise<Handled> {
    const cases = await this.load(events);
    const changes: AlertChange[] = [];
    for (const event of events) {
      const change = await this.changeFor(event, cases);
      if (change !== null) changes.push(change);
    }
    if (changes.length === 0) return 'commit';
    const outbound = await this.deps.store.apply(changes, this.deps.nowMs());
    if (outbound.length > 0) await this.deps.log.publish('alerts.v1', groupByChain(outbound));
    const moves = cases.movesOf(changes);
    if (moves.length > 0) await this.deps.store.apply(moves, this.deps.nowMs());
    countTold(this.deps.metrics, outbound);
    observeDelays(this.deps.metrics, events, this.deps.nowMs());
    return 'commit';
  }

  private async load(events: readonly FindingsEvent[]): Promise<CaseFile> {
    const findings = events.flatMap((event) => (event.kind === 'analysed' ? event.findings : []));
    if (findings.length === 0) return new CaseFile(new Map(), []);
    const [incidents, alerts] = await Promise.all([
      this.deps.store.incidentsByKey([...new Set(findings.map(incidentKeyOf))]),
      this.deps.store.alertsByIds(findings.map(({ id }) => id)),
    ]);
    return new CaseFile(incidents, alerts);
  }

  private changeFor(event: FindingsEvent, cases: CaseFile): Promise<AlertChange | null> | AlertChange | null {
    switch (event.kind) {
      case 'analysed':
        return this.analysed(event, cases);
      case 'retracted':
        return this.retracted(event, cases);
      case 'finality':
        return this.finality(event, cases);
      case 'gap':
        return this.gap(event);
      case 'canary':
        return this.canary(event);
    }
  }

  private analysed({ summary, findings }: EventOf<'analysed'>, cases: CaseFile): AlertChange {
    const { ref } = summary;
    const nowMs = this.deps.nowMs();
    const fresh = findings.filter(({ id }) => (cases.alerts.get(id)?.status ?? 'withdrawn') === 'withdrawn');
    const places = new Map<string, OpenedOrKnown>();
    const incidentOf = new Map<string, OpenedOrKnown['incident']>();
    for (const story of storiesOf(fresh)) {
      const place = cases.incidentFor(story, nowMs, this.deps.hashText);
      if (place === null) continue;
      if (!places.has(place.incident.id)) places.set(place.incident.id, place);
      for (const { id } of story.findings) incidentOf.set(id, place.incident);
    }
    const alerts: Alert[] = [];
    for (const finding of fresh) {
      const incident = incidentOf.get(finding.id);
      if (incident === undefined) continue;
      const alert = this.alert(finding, incident, cases.alerts.get(finding.id) ?? null, nowMs);
      extend(incident, alert, nowMs);
      cases.alerts.set(alert.id, alert);
      alerts.push(alert);
    }
    const touched = [...places.values()];
    return {
      chainId: ref.chainId,
      checkpoint: summary.isLate ? null : ref,
      changeId: `${summary.isLate ? 'late' : 'analysed'}:${ref.hash}:${summary.generation}`,
      incidents: touched.map(({ incident }) => ({ ...incident })),
      alerts,
      events: [
        ...alerts.map((alert) => alertEvent('created', alert, this.deps.checksum)),
        ...touched.map((place) => this.touchedEvent(place)),
        blockEvent(summary, findings.length),
      ],
      timeline: touched.flatMap(({ incident, before }) =>
        before === null ? [] : severityMoved(incident, before.severity, ref.timestamp * 1_000),
      ),
    };
  }

  private alert(finding: Finding, incident: Incident, before: Alert | null, nowMs: number): Alert {
    return {
      id: finding.id,
      incidentId: incident.id,
      finding,
      status: incident.status === 'acknowledged' ? 'acknowledged' : 'open',
      finality: 'seen',
      alertedAtMs: nowMs,
      revision: (before?.revision ?? -1) + 1,
    };
  }

  private touchedEvent({ incident, before }: OpenedOrKnown): NewEvent {
    const type = before === null ? 'incident.opened' : 'incident.updated';
    return incidentEvent(type, incident, before?.severity ?? null, this.deps.checksum);
  }

  /** Every alert of the block is withdrawn; an incident that has no other alert left is withdrawn with them. */
  private async retracted({ ref, generation }: EventOf<'retracted'>, cases: CaseFile): Promise<AlertChange> {
    const stored = await this.deps.store.alertsOfBlock(ref.chainId, ref.hash);
    const fresh = [...cases.alerts.values()].filter((alert) => alert.finding.blockHash === ref.hash);
    const open = [...new Map([...stored, ...fresh].map((alert) => [alert.id, alert])).values()].filter(
      (alert) => alert.status !== 'withdrawn',
    );
    const alerts = open.map((alert): Alert => ({ ...alert, status: 'withdrawn', finality: 'withdrawn', revision: alert.revision + 1 }));
    for (const alert of alerts) cases.alerts.set(alert.id, alert);
    const left = await this.shrinkIncidents([...new Set(alerts.map(({ incidentId }) => incidentId))], cases);
    return {
      chainId: ref.chainId,
      checkpoint: null,
      changeId: `retracted:${ref.hash}:${generation}`,
      incidents: left.map(({ incident }) => incident),
      alerts,
      events: [
        ...alerts.map((alert) => alertEvent('withdrawn', alert, this.deps.checksum)),
        ...left.map(({ incident }) => {
          const type = incident.status === 'withdrawn' ? 'incident.withdrawn' : 'incident.updated';
          return incidentEvent(type, incident, null, this.deps.checksum);
        }),
        retractedEvent(ref),
      ],
      timeline: left.flatMap(({ incident, before }) =>
        incident.status === 'withdrawn' ? [] : severityMoved(incident, before, ref.timestamp * 1_000),
      ),
    };
  }

  private async shrinkIncidents(
    ids: readonly string[],
    cases: CaseFile,
  ): Promise<readonly { readonly incident: Incident; readonly before: Severity }[]> {
    if (ids.length === 0) return [];
    const unknown = ids.filter((id) => cases.incident(id) === null);
    if (unknown.length > 0) for (const incident of await this.deps.store.incidentsByIds(unknown)) cases.add(incident);
    const alerts = new Map((await this.deps.store.standingAlerts(ids)).map((alert) => [alert.id, alert]));
    for (const alert of cases.alerts.values()) alerts.set(alert.id, alert); // What this batch made of them is later.
    return ids.flatMap((id) => {
      const incident = cases.incident(id);
      if (incident === null) return [];
      const before = incident.severity;
      const standing = [...alerts.values()].filter((alert) => alert.incidentId === id && alert.status !== 'withdrawn');
      shrink(incident, standing);
      return [{ incident: { ...incident }, before }];
    });
  }

  /**
   * A marker says how far finality came, every few seconds and mostly the same again: what is left to move makes it another one. What it moves is told first and
   * stored then (`movesOf`); should this process end in between, the same is left to move when the marker comes again, and the same events are told.
   */
  private async finality({ chainId, safe, finalized }: EventOf<'finality'>, cases: CaseFile): Promise<AlertChange | null> {
    const moved = new Map<string, { readonly before: Alert; readonly alert: Alert }>();
    const raise = async (number: number | null, from: readonly Finality[], to: Finality) => {
      if (number === null) return;
      const stored = await this.deps.store.alertsBelow(chainId, number, from);
      // What the same batch raised is not stored yet, and may be of the last block that ever comes.
      const known = [...stored.map((alert) => cases.alerts.get(alert.id) ?? alert), ...cases.alerts.values()];
      for (const alert of known) {
        const isMeant = alert.finding.chainId === chainId && alert.finding.blockNumber <= number && from.includes(alert.finality);
        if (isMeant)
          moved.set(alert.id, { before: cases.storedFirst(alert), alert: { ...alert, finality: to, revision: alert.revision + 1 } });
      }
    };
    await raise(safe, ['seen'], 'safe');
    await raise(finalized, ['seen', 'safe'], 'finalized');
    if (moved.size === 0) return null;
    const moves = [...moved.values()];
    const what = moves.map(({ alert }) => `${alert.id}:${alert.revision}`).sort();
    const changeId = `finality:${chainId}:${safe ?? '-'}:${finalized ?? '-'}:${this.deps.hashText(what.join())}`;
    for (const { before, alert } of moves) cases.move(changeId, before, alert);
    return {
      chainId,
      checkpoint: null,
      changeId,
      incidents: [],
      alerts: moves.map(({ before }) => before),
      events: moves.map(({ alert }) => alertEvent('finality', alert, this.deps.checksum)),
    };
  }

  private gap(gap: EventOf<'gap'>): AlertChange {
    return {
      chainId: gap.chainId,
      checkpoint: null,
      changeId: `gap:${gap.chainId}:${gap.from}:${gap.to}`,
      incidents: [],
      alerts: [],
      events: [gapEvent(gap)],
    };
  }

  /** Through the store like the others: where it cannot be written to, the canary must not get through either. */
  private canary(canary: EventOf<'canary'>): AlertChange {
    const { chainId, sentAtMs } = canary;
    return {
      chainId,
      checkpoint: null,
      changeId: `canary:${chainId}:${sentAtMs}`,
      incidents: [],
      alerts: [],
      events: [canaryEvent(canary, this.deps.nowMs())],
    };
  }
}

function severityMoved(incident: Incident, before: Severity, atMs: number): readonly TimelineEntry[] {
  const { id: incidentId, severity } = incident;
  if (severity === before) return [];
  const isRaised = severityRank(severity) > severityRank(before);
  const text = isRaised
    ? `Severity raised from ${before} to ${severity}`
    : `Severity back from ${before} to ${severity}: what raised it was withdrawn`;
  return [{ incidentId, atMs, kind: isRaised ? 'severity-raised' : 'severity-lowered', actor: null, text }];
}
