import type { ResponseSettings } from './response.js';

/** Two members, one after the other, switch a response on; the fingerprint is of what both saw. */
export interface Arming {
  readonly fingerprint: string;
  readonly proposedBy: string;
  readonly proposedAtMs: number;
  /** Null: the second is missing. */
  readonly confirmedBy: string | null;
  readonly confirmedAtMs: number | null;
}

/** A proposal is confirmed within a day, or made again. */
export const PROPOSAL_HOLDS_MS = 86_400_000;

/** Of each monitor that a response answers, its version; null: there is none of this id. */
export type MonitorVersions = Readonly<Record<string, number | null>>;

/** What is armed: what it does, and by which versions of which monitors. Another condition is another response. */
export function fingerprintOf(
  { monitors, action, dryRun, maxPerDay, minRisk }: ResponseSettings,
  versions: MonitorVersions,
  hashText: (text: string) => string,
): string {
  return hashText(JSON.stringify([monitors.map((id) => [id, versions[id] ?? null]), action, dryRun, maxPerDay, minRisk]));
}

export function isArmed(arming: Arming | null, fingerprint: string): boolean {
  return arming !== null && arming.confirmedBy !== null && arming.fingerprint === fingerprint;
}

export type ArmStep = { readonly kind: 'propose' } | { readonly kind: 'confirm' } | { readonly kind: 'refuse'; readonly reason: string };

/** What a member's word comes to, after what was said before. */
export function nextArmStep(arming: Arming | null, fingerprint: string, memberId: string, nowMs: number): ArmStep {
  if (isArmed(arming, fingerprint)) return { kind: 'refuse', reason: 'it is armed already' };
  const isOpen = arming !== null && arming.fingerprint === fingerprint && nowMs - arming.proposedAtMs < PROPOSAL_HOLDS_MS;
  if (!isOpen) return { kind: 'propose' };
  if (arming.proposedBy === memberId) return { kind: 'refuse', reason: 'you proposed it yourself; another member must confirm it' };
  return { kind: 'confirm' };
}
