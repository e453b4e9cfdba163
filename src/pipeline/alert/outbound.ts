import type { Alert, Incident } from '../../core/alert/alert.js';
import type { BlockSummary, FindingsEvent } from '../../core/alert/findings-event.js';
import { addressesOf, alertView, blockView, type Checksum, incidentView } from '../../core/alert/views.js';
import type { BlockRef } from '../../core/chain/chain-event.js';
import type { Json, Severity } from '../../core/detect/finding.js';
import type { AlertChange, OutboundEvent } from '../../ports/control-store.js';
import type { EventRecord } from '../../ports/event-log.js';

export type NewEvent = AlertChange['events'][number];

const FOR_ALL = { organisationId: null, channels: null, severity: null, addresses: [] } as const;

/** What an alert's event says beside the alert: for who folds what is worth no interruption. */
export type AlertChangeKind = 'created' | 'finality' | 'withdrawn';

const ALERT_TYPES = { created: 'alert.created', finality: 'alert.updated', withdrawn: 'alert.withdrawn' } as const;

export function alertEvent(change: AlertChangeKind, alert: Alert, checksum: Checksum): NewEvent {
  const { finding } = alert;
  return {
    organisationId: finding.monitor?.organisationId ?? null,
    channels: finding.monitor?.channels ?? null,
    chainId: finding.chainId,
    type: ALERT_TYPES[change],
    blockNumber: finding.blockNumber,
    severity: finding.severity,
    addresses: [...new Set([finding.subject.address, ...finding.parties.map(({ address }) => address)])],
    payload: { ...alertView(alert, checksum), revision: alert.revision, change },
  };
}

/** `before`: the severity that it had; null where it is new. */
export function incidentEvent(type: NewEvent['type'], incident: Incident, before: Severity | null, checksum: Checksum): NewEvent {
  const isRaised = before !== null && type === 'incident.updated' && before !== incident.severity;
  const raised: { readonly [key: string]: Json } = isRaised
    ? { severityRaised: true, severityFrom: before, severityTo: incident.severity }
    : {};
  return {
    organisationId: incident.organisationId,
    channels: incident.channels,
    chainId: incident.chainId,
    type,
    blockNumber: incident.lastBlock,
    severity: incident.severity,
    addresses: addressesOf(incident),
    payload: { ...incidentView(incident, checksum), revision: incident.revision, ...raised },
  };
}

export function blockEvent(summary: BlockSummary, findings: number): NewEvent {
  const { chainId, number } = summary.ref;
  return { ...FOR_ALL, chainId, type: 'block', blockNumber: number, payload: blockView(summary, findings) };
}

export function retractedEvent({ chainId, number, hash }: BlockRef): NewEvent {
  return { ...FOR_ALL, chainId, type: 'block', blockNumber: number, payload: { chainId, number, hash, state: 'retracted' } };
}

export function gapEvent(gap: { readonly chainId: number; readonly from: number; readonly to: number; readonly reason: string }): NewEvent {
  const { chainId, from, to, reason } = gap;
  return { ...FOR_ALL, chainId, type: 'gap', blockNumber: from, severity: 'medium', payload: { chainId, from, to, reason } };
}

export function canaryEvent({ chainId, sentAtMs, analysedAtMs }: Extract<FindingsEvent, { kind: 'canary' }>, nowMs: number): NewEvent {
  const at = (ms: number) => new Date(ms).toISOString();
  const payload = {
    id: `canary:${chainId}:${sentAtMs}`,
    chainId,
    sentAtMs,
    title: 'Canary',
    text: 'Nothing happened. This shows that an alert would have come through.',
    severity: 'info',
    times: { seen: at(sentAtMs), analysed: at(analysedAtMs), alerted: at(nowMs) },
  };
  return { ...FOR_ALL, chainId, type: 'canary', blockNumber: 0, payload };
}

export function groupByChain(events: readonly OutboundEvent[]): readonly EventRecord[] {
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
