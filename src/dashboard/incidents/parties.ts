import type { AlertView, IncidentDetail } from '../../contracts/alert.js';
import { roleRank } from '../format/role.js';

type Party = AlertView['subject'];

const SHOWN_MAX = 12;

/** Everybody who is named in an incident's alerts, once each; the first role wins. */
export function partiesOf(incident: Pick<IncidentDetail, 'subject' | 'alerts'>): readonly Party[] {
  const all = [incident.subject, ...incident.alerts.flatMap(({ subject, parties }) => [subject, ...parties])];
  const byAddress = new Map<string, Party>();
  for (const party of all) if (!byAddress.has(party.address.toLowerCase())) byAddress.set(party.address.toLowerCase(), party);
  return [...byAddress.values()].sort((a, b) => roleRank(a.role) - roleRank(b.role)).slice(0, SHOWN_MAX);
}
