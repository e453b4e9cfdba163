import type { AuditEntryView, KeyView, MemberView } from '../../contracts/organisation.js';
import { exactText } from '../format/time.js';
import type { Scope } from '../session/use-session.js';

export type Role = MemberView['role'];

/** What each scope lets a key do, least first. */
export const SCOPE_SAYS: readonly (readonly [scope: Scope, says: string])[] = [
  ['read', 'see alerts, incidents, chains, channels'],
  ['write', 'decide on incidents; change channels, monitors, labels'],
  ['check', 'ask before signing'],
  ['admin', 'make keys and members, read the audit log'],
  ['operator', 'run the service for all organisations'],
];

/** What each role may at most, most first. */
export const ROLE_SAYS: readonly (readonly [role: Role, says: string])[] = [
  ['owner', 'everything, and who else is an owner'],
  ['admin', 'everything but owners'],
  ['analyst', 'sees, decides, checks; changes channels and monitors'],
  ['viewer', 'sees'],
];

export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['read', 'write', 'check', 'admin'],
  admin: ['read', 'write', 'check', 'admin'],
  analyst: ['read', 'write', 'check'],
  viewer: ['read'],
};

export type KeyState = 'valid' | 'expired' | 'revoked';

export function keyState({ revokedAt, expiresAt }: Pick<KeyView, 'revokedAt' | 'expiresAt'>, nowMs: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'valid';
}

/** Groups of actions as the audit log names them: `key.create`, `key.revoke` begin with `key.`. */
export const ACTION_GROUPS: readonly (readonly [begins: string, word: string])[] = [
  ['incident.', 'Incidents'],
  ['suppression.', 'Suppressions'],
  ['escalation.', 'Escalations'],
  ['channel.', 'Channels'],
  ['delivery.', 'Deliveries'],
  ['secret.', 'Secrets'],
  ['monitor.', 'Monitors'],
  ['key.', 'Keys'],
  ['member.', 'Members'],
  ['protocol.', 'Protocols'],
  ['label', 'Labels'],
];

/** `key.create` as people say it: create key. */
export function actionText(action: string): string {
  const [thing = '', deed] = action.split('.');
  return deed === undefined ? action : `${deed} ${thing}`.replaceAll('-', ' ').replaceAll('_', ' ');
}

/** What a thing is called, where the log has kept it: ids say nothing to people. */
export function nameIn({ detail, target }: AuditEntryView): string | null {
  const name = detail['name'] ?? detail['title'];
  return typeof name === 'string' && name !== target ? name : null;
}

/** One value of what was asked, for reading; null: it says nothing. */
export function detailText(name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && name.endsWith('AtMs')) return exactText(new Date(value).toISOString());
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}
