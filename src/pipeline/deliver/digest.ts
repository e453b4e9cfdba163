import { type OutboundMessage, outboundMessageSchema } from '../../contracts/outbound-message.js';
import { SEVERITIES, type Severity, severityRank } from '../../core/detect/finding.js';
import type { OutboxDraft, OutboxMessage } from '../../ports/delivery-store.js';

/** Several messages of a channel as one. Its id comes from its members: made again, it is the same message. */
export function digestOf(members: readonly OutboxMessage[], nowMs: number, hashText: (text: string) => string): OutboxDraft {
  const [first] = members;
  if (first === undefined) throw new Error('a digest of nothing');
  const incidents = new Set(members.map(({ incidentId }) => incidentId));
  const queued = new Date(nowMs).toISOString();
  const data = {
    incidentId: incidents.size === 1 ? first.incidentId : null,
    counts: Object.fromEntries(SEVERITIES.map((severity) => [severity, members.filter((member) => member.severity === severity).length])),
    items: members.map(({ id, type, body }) => itemOf(id, type, outboundMessageSchema.safeParse(JSON.parse(body)).data)),
  };
  return {
    id: `msg_${hashText(`digest:${members.map(({ id }) => id).join(',')}`).slice(0, 32)}`,
    organisationId: first.organisationId,
    channelId: first.channelId,
    type: 'digest',
    body: JSON.stringify({ type: 'digest', timestamp: queued, times: { queued }, data }),
    incidentId: data.incidentId,
    severity: worstOf(members),
    createdAtMs: nowMs,
    hold: null,
  };
}

/** Without evidence and reasons: a hundred of them are one message. */
function itemOf(messageId: string, type: string, message: OutboundMessage | undefined) {
  if (message === undefined) return { messageId, type };
  const { timestamp, times, data } = message;
  return {
    messageId,
    type,
    timestamp,
    times,
    data: Object.fromEntries(TOLD_FIELDS.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]))),
  };
}

const TOLD_FIELDS = [
  'id',
  'incidentId',
  'revision',
  'chainId',
  'blockNumber',
  'transactionHash',
  'severity',
  'risk',
  'title',
  'summary',
  'subject',
  'status',
  'finality',
  'alertCount',
] as const;

function worstOf(members: readonly OutboxMessage[]): Severity | null {
  return members
    .map(({ severity }) => severity)
    .reduce(
      (worst, severity) => (severity !== null && (worst === null || severityRank(severity) > severityRank(worst)) ? severity : worst),
      null,
    );
}
