import type { IncidentDetail, IncidentView } from '../../contracts/alert.js';
import type { MuteBody, SuppressBody } from '../../contracts/incident-action.js';
import { exactText } from '../format/time.js';

export type Mute = MuteBody & { readonly until: string };

/** What a person may do with an incident. */
export type IncidentAction =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'false-positive'; readonly suppress?: SuppressBody }
  | { readonly kind: 'unmute' }
  | { readonly kind: 'assign'; readonly assignee: string | null }
  | { readonly kind: 'mute'; readonly mute: Mute };

/** What decisions are about; the rest of an incident is the pipeline's. */
export type DecidedPart = Pick<IncidentView, 'status' | 'assignee' | 'mutedUntil' | 'muteReason'>;

export function decidedPartOf({ status, assignee, mutedUntil, muteReason }: IncidentView): DecidedPart {
  return { status, assignee, mutedUntil, muteReason };
}

/** What an action leads to, shown before the service has answered. */
export function changeOf(action: IncidentAction): Partial<DecidedPart> {
  switch (action.kind) {
    case 'acknowledge':
      return { status: 'acknowledged' };
    case 'resolve':
      return { status: 'resolved' };
    case 'false-positive':
      return { status: 'false_positive' };
    case 'assign':
      return { assignee: action.assignee };
    case 'mute':
      return { mutedUntil: action.mute.until, muteReason: action.mute.reason ?? null };
    case 'unmute':
      return { mutedUntil: null, muteReason: null };
  }
}

/** What was done, for the notice that offers to take it back. */
export function doneText(action: IncidentAction): string {
  switch (action.kind) {
    case 'acknowledge':
      return 'Acknowledged';
    case 'resolve':
      return 'Resolved';
    case 'false-positive':
      return action.suppress === undefined ? 'Judged a false positive' : 'Judged a false positive, and suppressed what is like it';
    case 'assign':
      return action.assignee === null ? 'Assigned to nobody' : `Assigned to ${action.assignee}`;
    case 'mute':
      return `Muted until ${exactText(action.mute.until)}`;
    case 'unmute':
      return 'No longer muted';
  }
}

/** What is going on, for the sentence that says that it did not work. */
export const ACTION_WORD: Readonly<Record<IncidentAction['kind'], string>> = {
  acknowledge: 'Acknowledging',
  resolve: 'Resolving',
  'false-positive': 'Calling it a false positive',
  assign: 'Assigning',
  mute: 'Muting',
  unmute: 'Ending the mute',
};

const STATUS_SENTENCE: Readonly<Record<IncidentView['status'], string>> = {
  open: 'it is open',
  acknowledged: 'it is acknowledged',
  resolved: 'it is resolved',
  false_positive: 'it is a false positive',
  withdrawn: 'it was withdrawn',
};

/** What is true after somebody else was faster: where it stands, and whose word that was. */
export function nowTrueText(incident: IncidentDetail): string {
  const last = [...incident.timeline].sort((a, b) => b.at.localeCompare(a.at)).find(({ actor }) => actor !== null);
  const whose = last === undefined ? '' : `; the last word was ${last.actor}’s: “${last.text === '' ? last.kind : last.text}”`;
  const assigned = incident.assignee === null ? '' : `, assigned to ${incident.assignee}`;
  return `Now ${STATUS_SENTENCE[incident.status]}${assigned}${whose}.`;
}
