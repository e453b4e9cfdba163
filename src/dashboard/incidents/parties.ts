import type { AlertView, IncidentDetail } from '../../contracts/alert.js';

type Party = AlertView['subject'];

/** As people ask: who lost, who took, through what. */
const ROLE_ORDER = ['victim', 'attacker', 'spender', 'sender', 'receiver', 'lender', 'pool', 'contract', 'token'];
const SHOWN_MAX = 12;

function rankOf(role: string): number {
  const at = ROLE_ORDER.indexOf(role);
  return at < 0 ? ROLE_ORDER.length : at;
}

/** Everybody who is named in an incident's alerts, once each; the first role wins. */
export function partiesOf(incident: Pick<IncidentDetail, 'subject' | 'alerts'>): readonly Party[] {
  const all = [incident.subject, ...incident.alerts.flatMap(({ subject, parties }) => [subject, ...parties])];
  const byAddress = new Map<string, Party>();
  for (const party of all) if (!byAddress.has(party.address.toLowerCase())) byAddress.set(party.address.toLowerCase(), party);
  return [...byAddress.values()].sort((a, b) => rankOf(a.role) - rankOf(b.role)).slice(0, SHOWN_MAX);
}
