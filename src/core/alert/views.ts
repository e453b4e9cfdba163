import type { Address } from '../chain/block.js';
import type { Json } from '../detect/finding.js';
import type { Alert, Incident } from './alert.js';
import type { BlockSummary } from './findings-event.js';

/** What the outside reads: the shapes of INTERFACE.md, from the core's values. Addresses are checksummed by the caller's function. */
export type Checksum = (address: string) => string;

function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

export function alertView(alert: Alert, checksum: Checksum): { readonly [key: string]: Json } {
  const { finding } = alert;
  return {
    id: alert.id,
    incidentId: alert.incidentId,
    chainId: finding.chainId,
    blockNumber: finding.blockNumber,
    blockHash: finding.blockHash,
    transactionHash: finding.transactionHash,
    transactionIndex: finding.transactionIndex < 0 ? null : finding.transactionIndex,
    detector: { id: finding.detectorId, version: finding.detectorVersion, stage: finding.stage },
    severity: finding.severity,
    risk: finding.risk,
    title: finding.title,
    summary: finding.summary,
    subject: { address: checksum(finding.subject.address), role: finding.subject.role },
    parties: finding.parties.map((party) => ({ address: checksum(party.address), role: party.role })),
    reasons: finding.reasons.map((reason) => ({ ...reason })),
    evidence: finding.evidence,
    status: alert.status,
    finality: alert.finality,
    ...(alert.suppressedBy == null ? {} : { suppressedBy: alert.suppressedBy }),
    modelId: finding.modelId,
    rulesVersion: finding.rulesVersion,
    times: {
      block: rfc3339(finding.blockTimestamp * 1_000),
      seen: rfc3339(finding.seenAtMs),
      analysed: rfc3339(finding.analysedAtMs),
      scored: finding.scoredAtMs === undefined ? null : rfc3339(finding.scoredAtMs),
      alerted: rfc3339(alert.alertedAtMs),
    },
  };
}

/** What an incident's events are found by. */
export function addressesOf({ subject, attacker, victim }: Incident): readonly Address[] {
  return [...new Set([subject.address, attacker, victim].filter((address) => address !== null))];
}

export function incidentView(incident: Incident, checksum: Checksum): { readonly [key: string]: Json } {
  const { triage, attacker, victim } = incident;
  return {
    id: incident.id,
    chainId: incident.chainId,
    stage: incident.stage,
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    openedAt: rfc3339(incident.openedAtMs),
    updatedAt: rfc3339(incident.updatedAtMs),
    firstBlock: incident.firstBlock,
    lastBlock: incident.lastBlock,
    alertCount: incident.alertCount,
    maxRisk: incident.maxRisk,
    subject: { address: checksum(incident.subject.address), role: incident.subject.role },
    attacker: attacker === null ? null : checksum(attacker),
    victim: victim === null ? null : checksum(victim),
    assignee: triage?.assignee ?? null,
    mutedUntil: triage?.mutedUntilMs == null ? null : rfc3339(triage.mutedUntilMs),
    muteReason: triage?.muteReason ?? null,
    feedback: triage?.feedback ?? null,
    stateRevision: triage?.stateRevision ?? 0,
  };
}

export function blockView(summary: BlockSummary, findings: number): { readonly [key: string]: Json } {
  return {
    chainId: summary.ref.chainId,
    number: summary.ref.number,
    hash: summary.ref.hash,
    timestamp: rfc3339(summary.ref.timestamp * 1_000),
    transactions: summary.transactions,
    maxRisk: summary.maxRisk,
    medianRisk: summary.medianRisk,
    riskiest: summary.riskiest,
    findings,
    state: summary.partialReasons.length === 0 ? 'complete' : 'partial',
    reasons: [...summary.partialReasons],
    seenAt: rfc3339(summary.seenAtMs),
    analysedAt: rfc3339(summary.analysedAtMs),
  };
}
