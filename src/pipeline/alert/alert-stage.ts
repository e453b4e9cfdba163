import type { Alert, Finality, Incident } from '../../core/alert/alert.js';
import type { FindingsEvent } from '../../core/alert/findings-event.js';
import { INCIDENT_WINDOW_S, incidentIdOf, incidentKeyOf } from '../../core/alert/incident-key.js';
import { alertView, blockView, type Checksum, incidentView } from '../../core/alert/views.js';
import { type Finding, severityRank } from '../../core/detect/finding.js';
import type { AlertChange, AlertStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventLog, EventRecord, Handled } from '../../ports/event-log.js';
import type { Metrics } from '../../ports/metrics.js';

export interface AlertStageDeps {
  readonly store: AlertStore;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly checksum: Checksum;
  readonly hashText: (text: string) => string;
  readonly nowMs: () => number;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type NewEvent = AlertChange['events'][number];

const FOR_ALL = { organisationId: null, channels: null } as const;

/** What one batch works on: alerts and incidents as they will be after the changes before it. */
interface Workspace {
  readonly incidents: Map<string, Draft<Incident>>;
  readonly alerts: Map<string, Alert>;
}

/** Findings become alerts, alerts become incidents; markers move their finality. One transaction a batch, applied once however often it comes. */
export class AlertStage {
  constructor(private readonly deps: AlertStageDeps) {}

  async handle(events: readonly FindingsEvent[]): Promise<Handled> {
    const workspace = await this.load(events);
    const changes: AlertChange[] = [];
    for (const event of events) {
      const change = await this.changeFor(event, workspace);
      if (change !== null) changes.push(change);
    }
    if (changes.length === 0) return 'commit';
    const outbound = await this.deps.store.apply(changes);
    if (outbound.length > 0) await this.deps.log.publish('alerts.v1', groupByChain(outbound));
    for (const event of outbound) this.deps.metrics.count('tocsin_alert_events_total', { type: event.type });
    this.observeDelay(events);
    return 'commit';
  }

  /** From a block seen to its alerts told. Recorded blocks were not seen now: what would be longer than an hour is no delay of ours. */
  private observeDelay(events: readonly FindingsEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'analysed' || event.findings.length === 0) continue;
      const seconds = (this.deps.nowMs() - event.summary.seenAtMs) / 1_000;
      if (seconds < 3_600)
        this.deps.metrics.observe('tocsin_block_to_alert_seconds', seconds, { chain: String(event.summary.ref.chainId) });
    }
  }

  private async load(events: readonly FindingsEvent[]): Promise<Workspace> {
    const findings = events.flatMap((event) => (event.kind === 'analysed' ? event.findings : []));
    if (findings.length === 0) return { incidents: new Map(), alerts: new Map() };
    const [incidents, alerts] = await Promise.all([
      this.deps.store.incidentsByKey([...new Set(findings.map(incidentKeyOf))]),
      this.deps.store.alertsByIds(findings.map(({ id }) => id)),
    ]);
    return {
      incidents: new Map([...incidents].map(([key, incident]) => [key, { ...incident }])),
      alerts: new Map(alerts.map((alert) => [alert.id, alert])),
    };
  }

  private changeFor(event: FindingsEvent, workspace: Workspace): Promise<AlertChange | null> | AlertChange | null {
    switch (event.kind) {
      case 'analysed':
        return this.analysed(event, workspace);
      case 'retracted':
        return this.retracted(event, workspace);
      case 'finality':
        return this.finality(event, workspace);
      case 'gap':
        return this.gap(event);
    }
  }

  private analysed({ summary, findings }: Extract<FindingsEvent, { kind: 'analysed' }>, workspace: Workspace): AlertChange {
    const { ref } = summary;
    const events: NewEvent[] = [];
    const alerts: Alert[] = [];
    const touched = new Map<string, { incident: Draft<Incident>; isNew: boolean }>();
    for (const finding of findings) {
      const before = workspace.alerts.get(finding.id);
      if (before !== undefined && before.status !== 'withdrawn') continue;
      const { incident, isNew } = this.incidentFor(finding, workspace);
      const alert: Alert = {
        id: finding.id,
        incidentId: incident.id,
        finding,
        status: incident.status === 'acknowledged' ? 'acknowledged' : 'open',
        finality: 'seen',
        alertedAtMs: this.deps.nowMs(),
        revision: (before?.revision ?? -1) + 1,
      };
      extend(incident, alert);
      workspace.alerts.set(alert.id, alert);
      alerts.push(alert);
      touched.set(incident.id, { incident, isNew: isNew || (touched.get(incident.id)?.isNew ?? false) });
      events.push(this.alertEvent('alert.created', alert));
    }
    for (const { incident, isNew } of touched.values())
      events.push(this.incidentEvent(isNew ? 'incident.opened' : 'incident.updated', incident));
    events.push({
      ...FOR_ALL,
      chainId: ref.chainId,
      type: 'block',
      blockNumber: ref.number,
      severity: null,
      addresses: [],
      payload: blockView(summary, findings.length),
    });
    return {
      chainId: ref.chainId,
      checkpoint: summary.isLate ? null : ref,
      changeId: `${summary.isLate ? 'late' : 'analysed'}:${ref.hash}:${summary.generation}`,
      incidents: [...touched.values()].map(({ incident }) => ({ ...incident })),
      alerts,
      events,
    };
  }

  private incidentFor(finding: Finding, workspace: Workspace): { incident: Draft<Incident>; isNew: boolean } {
    const key = incidentKeyOf(finding);
    const known = workspace.incidents.get(key);
    const isOver =
      known !== undefined &&
      (known.status === 'resolved' ||
        known.status === 'false_positive' ||
        finding.blockTimestamp * 1_000 - known.updatedAtMs > INCIDENT_WINDOW_S * 1_000);
    if (known !== undefined && !isOver) return { incident: known, isNew: false };
    const after = known === undefined ? null : { incidentId: known.id, findingId: finding.id };
    const incident: Draft<Incident> = {
      id: incidentIdOf(key, finding.blockNumber, after, this.deps.hashText),
      key,
      organisationId: finding.monitor?.organisationId ?? null,
      chainId: finding.chainId,
      title: finding.title,
      severity: finding.severity,
      status: 'open',
      openedAtMs: finding.blockTimestamp * 1_000,
      updatedAtMs: finding.blockTimestamp * 1_000,
      firstBlock: finding.blockNumber,
      lastBlock: finding.blockNumber,
      alertCount: 0,
      maxRisk: null,
      subject: finding.subject,
      revision: 0,
    };
    workspace.incidents.set(key, incident);
    return { incident, isNew: true };
  }

  /** Every alert of the block is withdrawn; an incident that has no other alert left is withdrawn with them. */
  private async retracted({ ref, generation }: Extract<FindingsEvent, { kind: 'retracted' }>, workspace: Workspace): Promise<AlertChange> {
    const stored = await this.deps.store.alertsOfBlock(ref.chainId, ref.hash);
    const fresh = [...workspace.alerts.values()].filter((alert) => alert.finding.blockHash === ref.hash);
    const open = [...new Map([...stored, ...fresh].map((alert) => [alert.id, alert])).values()].filter(
      (alert) => alert.status !== 'withdrawn',
    );
    const alerts = open.map((alert): Alert => ({ ...alert, status: 'withdrawn', finality: 'withdrawn', revision: alert.revision + 1 }));
    for (const alert of alerts) workspace.alerts.set(alert.id, alert);
    const incidents = await this.shrink(alerts, workspace);
    return {
      chainId: ref.chainId,
      checkpoint: null,
      changeId: `retracted:${ref.hash}:${generation}`,
      incidents,
      alerts,
      events: [
        ...alerts.map((alert) => this.alertEvent('alert.withdrawn', alert)),
        ...incidents.map((incident) => this.incidentEvent('incident.updated', incident)),
        {
          ...FOR_ALL,
          chainId: ref.chainId,
          type: 'block',
          blockNumber: ref.number,
          severity: null,
          addresses: [],
          payload: { chainId: ref.chainId, number: ref.number, hash: ref.hash, state: 'retracted' },
        },
      ],
    };
  }

  private async shrink(withdrawn: readonly Alert[], workspace: Workspace): Promise<readonly Incident[]> {
    const incidents = new Map<string, Draft<Incident>>();
    for (const alert of withdrawn) {
      const key = incidentKeyOf(alert.finding);
      const found = incidents.get(alert.incidentId) ?? workspace.incidents.get(key) ?? (await this.deps.store.incident(alert.incidentId));
      if (found === null || found === undefined || found.id !== alert.incidentId) continue;
      const incident = { ...found, alertCount: Math.max(0, found.alertCount - 1), revision: found.revision + 1 };
      if (incident.alertCount === 0) incident.status = 'withdrawn';
      incidents.set(incident.id, incident);
      workspace.incidents.set(key, incident);
    }
    return [...incidents.values()];
  }

  private async finality(
    { chainId, safe, finalized }: Extract<FindingsEvent, { kind: 'finality' }>,
    workspace: Workspace,
  ): Promise<AlertChange | null> {
    const moved = new Map<string, Alert>();
    const raise = async (number: number | null, from: readonly Finality[], to: Finality) => {
      if (number === null) return;
      const stored = await this.deps.store.alertsBelow(chainId, number, from);
      // What the same batch raised is not stored yet, and may be of the last block that ever comes.
      const known = [...stored.map((alert) => workspace.alerts.get(alert.id) ?? alert), ...workspace.alerts.values()];
      for (const alert of known) {
        const isMeant = alert.finding.chainId === chainId && alert.finding.blockNumber <= number && from.includes(alert.finality);
        if (isMeant) moved.set(alert.id, { ...alert, finality: to, revision: alert.revision + 1 });
      }
    };
    await raise(safe, ['seen'], 'safe');
    await raise(finalized, ['seen', 'safe'], 'finalized');
    for (const alert of moved.values()) workspace.alerts.set(alert.id, alert);
    if (moved.size === 0) return null;
    const alerts = [...moved.values()];
    return {
      chainId,
      checkpoint: null,
      changeId: `finality:${chainId}:${safe ?? '-'}:${finalized ?? '-'}:${alerts[0]?.id ?? ''}:${alerts.length}`,
      incidents: [],
      alerts,
      events: alerts.map((alert) => this.alertEvent('alert.updated', alert)),
    };
  }

  private gap(event: Extract<FindingsEvent, { kind: 'gap' }>): AlertChange {
    const payload = { chainId: event.chainId, from: event.from, to: event.to, reason: event.reason };
    return {
      chainId: event.chainId,
      checkpoint: null,
      changeId: `gap:${event.chainId}:${event.from}:${event.to}`,
      incidents: [],
      alerts: [],
      events: [{ ...FOR_ALL, chainId: event.chainId, type: 'gap', blockNumber: event.from, severity: 'medium', addresses: [], payload }],
    };
  }

  private alertEvent(type: NewEvent['type'], alert: Alert): NewEvent {
    const { finding } = alert;
    return {
      organisationId: finding.monitor?.organisationId ?? null,
      channels: finding.monitor?.channels ?? null,
      chainId: finding.chainId,
      type,
      blockNumber: finding.blockNumber,
      severity: finding.severity,
      addresses: [finding.subject.address, ...finding.parties.map(({ address }) => address)],
      payload: { ...alertView(alert, this.deps.checksum), revision: alert.revision },
    };
  }

  private incidentEvent(type: NewEvent['type'], incident: Incident): NewEvent {
    return {
      organisationId: incident.organisationId,
      channels: null,
      chainId: incident.chainId,
      type,
      blockNumber: incident.lastBlock,
      severity: incident.severity,
      addresses: [incident.subject.address],
      payload: { ...incidentView(incident, this.deps.checksum), revision: incident.revision },
    };
  }
}

function extend(incident: Draft<Incident>, alert: Alert): void {
  const { finding } = alert;
  if (incident.status === 'withdrawn') incident.status = 'open';
  if (severityRank(finding.severity) > severityRank(incident.severity)) incident.severity = finding.severity;
  incident.alertCount += 1;
  incident.lastBlock = Math.max(incident.lastBlock, finding.blockNumber);
  incident.updatedAtMs = Math.max(incident.updatedAtMs, finding.blockTimestamp * 1_000);
  incident.maxRisk = finding.risk === null ? incident.maxRisk : Math.max(incident.maxRisk ?? 0, finding.risk);
  incident.revision += 1;
}

function groupByChain(events: readonly OutboundEvent[]): readonly EventRecord[] {
  const chains = new Map<number, OutboundEvent[]>();
  for (const event of events) {
    const list = chains.get(event.chainId);
    if (list === undefined) chains.set(event.chainId, [event]);
    else list.push(event);
  }
  return [...chains].map(([chainId, list]) => ({
    key: String(chainId),
    value: list,
    headers: { schema: 'alerts.v1', chain: String(chainId), block: String(list.at(-1)?.blockNumber ?? 0) },
  }));
}
