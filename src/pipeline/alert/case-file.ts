import { type Alert, type Incident, MOST_ACTORS, MOST_KEYS } from '../../core/alert/alert.js';
import { attackActorsOf, originsOf, sidesOf } from '../../core/alert/attack-sides.js';
import { INCIDENT_WINDOW_S, incidentIdOf } from '../../core/alert/incident-key.js';
import type { Story } from '../../core/alert/stories.js';
import { type Finding, type Severity, severityRank } from '../../core/detect/finding.js';
import type { AlertChange } from '../../ports/control-store.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

export interface OpenedOrKnown {
  readonly incident: Draft<Incident>;
  /** What it was before this block: null of one that is new. */
  readonly before: { readonly severity: Severity } | null;
}

/** An alert whose finality a marker moved. */
interface Move {
  /** The change that tells it. */
  readonly changeId: string;
  /** As it is to be stored until it is told. */
  readonly before: Alert;
  readonly alert: Alert;
}

/** The alerts and incidents that a batch works on, as they will be after the changes before. */
export class CaseFile {
  readonly alerts: Map<string, Alert>;
  private readonly incidents = new Map<string, Draft<Incident>>();
  private readonly byKey = new Map<string, string>();
  private readonly moves = new Map<string, Move>();

  constructor(incidentsByKey: ReadonlyMap<string, Incident>, alerts: readonly Alert[]) {
    this.alerts = new Map(alerts.map((alert) => [alert.id, alert]));
    for (const [key, incident] of incidentsByKey) {
      if (!this.incidents.has(incident.id)) this.incidents.set(incident.id, { ...incident });
      this.byKey.set(key, incident.id);
    }
  }

  incident(id: string): Draft<Incident> | null {
    return this.incidents.get(id) ?? null;
  }

  add(incident: Incident): Draft<Incident> {
    const draft = { ...incident };
    this.incidents.set(incident.id, draft);
    return draft;
  }

  /** The alert without what markers of this batch made of it. */
  storedFirst(alert: Alert): Alert {
    const move = this.moves.get(alert.id);
    return move?.alert === alert ? move.before : alert;
  }

  move(changeId: string, before: Alert, alert: Alert): void {
    this.moves.set(alert.id, { changeId, before, alert });
    this.alerts.set(alert.id, alert);
  }

  /** What is stored once these changes are told: of the alerts that they moved, those that nothing changed since. */
  movesOf(changes: readonly AlertChange[]): readonly AlertChange[] {
    return changes.flatMap(({ changeId, chainId }) => {
      const moves = [...this.moves.values()].filter((move) => move.changeId === changeId && this.alerts.get(move.alert.id) === move.alert);
      if (moves.length === 0) return [];
      const alerts = moves.map(({ alert }) => alert);
      return [{ chainId, checkpoint: null, changeId: `${changeId}:told`, incidents: [], alerts, events: [] }];
    });
  }

  /** The oldest incident that goes on and knows one of the story's keys; else a new one under the first key. */
  incidentFor(story: Story, nowMs: number, hashText: (text: string) => string): OpenedOrKnown | null {
    const [first] = story.findings;
    const [key] = story.keys;
    if (first === undefined || key === undefined) return null;
    const known = [...new Set(story.keys.flatMap((each) => this.byKey.get(each) ?? []))].flatMap((id) => this.incidents.get(id) ?? []);
    const [oldest] = known.filter((incident) => !isOver(incident, first)).sort(byOpening);
    const incident = oldest ?? this.add(opened(first, key, this.over(key, first), nowMs, hashText));
    const before = oldest === undefined ? null : { severity: oldest.severity };
    incident.keys = [...new Set([...incident.keys, ...story.keys])].slice(0, MOST_KEYS);
    for (const each of story.keys) this.byKey.set(each, incident.id);
    return { incident, before };
  }

  /** The story of this key that is over. */
  private over(key: string, { id }: Finding): { readonly incidentId: string; readonly findingId: string } | null {
    const incidentId = this.byKey.get(key);
    return incidentId === undefined ? null : { incidentId, findingId: id };
  }
}

function isOver({ status, updatedAtMs }: Incident, { blockTimestamp }: Finding): boolean {
  return status === 'resolved' || status === 'false_positive' || blockTimestamp * 1_000 - updatedAtMs > INCIDENT_WINDOW_S * 1_000;
}

function byOpening(a: Incident, b: Incident): number {
  return a.openedAtMs - b.openedAtMs || (a.id < b.id ? -1 : 1);
}

function opened(
  finding: Finding,
  key: string,
  after: { readonly incidentId: string; readonly findingId: string } | null,
  nowMs: number,
  hashText: (text: string) => string,
): Incident {
  const { chainId, monitor, stage, title, severity, subject, blockNumber } = finding;
  const atMs = finding.blockTimestamp * 1_000;
  return {
    id: incidentIdOf(key, blockNumber, after, hashText),
    key,
    keys: [key],
    organisationId: monitor?.organisationId ?? null,
    channels: monitor?.channels ?? null,
    chainId,
    stage,
    ...sidesOf(finding),
    actors: [],
    origins: [],
    title,
    severity,
    status: 'open',
    openedAtMs: atMs,
    updatedAtMs: atMs,
    waitingSinceMs: nowMs,
    firstBlock: blockNumber,
    lastBlock: blockNumber,
    alertCount: 0,
    maxRisk: null,
    subject,
    revision: 0,
  };
}

/** One alert more. The gravest one gives the title. */
export function extend(incident: Draft<Incident>, { finding }: Alert, nowMs: number): void {
  const isBack = incident.status === 'withdrawn';
  if (isBack) incident.status = 'open';
  if (isBack || severityRank(finding.severity) > severityRank(incident.severity)) {
    incident.severity = finding.severity;
    incident.title = finding.title;
    incident.waitingSinceMs = nowMs;
  }
  incident.channels = finding.monitor?.channels ?? null;
  const { attacker, victim } = sidesOf(finding);
  incident.attacker ??= attacker;
  incident.victim ??= victim;
  incident.actors = [...new Set([...incident.actors, ...attackActorsOf(finding)])].slice(0, MOST_ACTORS);
  incident.origins = [...new Set([...incident.origins, ...originsOf(finding)])].slice(0, MOST_ACTORS);
  incident.alertCount += 1;
  incident.firstBlock = isBack ? finding.blockNumber : Math.min(incident.firstBlock, finding.blockNumber);
  incident.lastBlock = isBack ? finding.blockNumber : Math.max(incident.lastBlock, finding.blockNumber);
  incident.updatedAtMs = Math.max(incident.updatedAtMs, finding.blockTimestamp * 1_000);
  incident.maxRisk = finding.risk === null ? incident.maxRisk : Math.max(incident.maxRisk ?? 0, finding.risk);
  incident.revision += 1;
}

/** What is left of it without alerts that were withdrawn: its severity falls with the one that raised it, and its title goes with the one that gave it. */
export function shrink(incident: Draft<Incident>, standing: readonly Alert[]): void {
  incident.revision += 1;
  incident.alertCount = standing.length;
  if (standing.length === 0) {
    incident.status = 'withdrawn';
    incident.maxRisk = null;
    return;
  }
  const findings = standing.map(({ finding }) => finding);
  const rank = Math.max(...findings.map(({ severity }) => severityRank(severity)));
  const gravest = findings.filter(({ severity }) => severityRank(severity) === rank).sort(byPlace);
  // The first of the gravest gave the title (`extend`): where it is gone, the next one does.
  const named = gravest.find(({ title }) => title === incident.title) ?? gravest[0];
  if (named !== undefined) {
    incident.severity = named.severity;
    incident.title = named.title;
  }
  const risks = findings.flatMap(({ risk }) => (risk === null ? [] : [risk]));
  incident.maxRisk = risks.length === 0 ? null : Math.max(...risks);
  incident.lastBlock = Math.max(...findings.map(({ blockNumber }) => blockNumber));
}

function byPlace(a: Finding, b: Finding): number {
  return a.blockNumber - b.blockNumber || a.transactionIndex - b.transactionIndex || (a.id < b.id ? -1 : 1);
}
