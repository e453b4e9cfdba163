import type { MuteBody, SuppressBody } from '../../contracts/incident-action.js';
import type { Mute } from './incident-action.js';

export type Scope = NonNullable<MuteBody['scope']>;

/** How far a mute or a suppression reaches, as it is typed. */
export interface ReachDraft {
  readonly scope: Scope;
  readonly detectorId: string;
  readonly address: string;
  /** Seconds; empty: until it is lifted. */
  readonly forS: string;
  readonly reason: string;
}

export const SCOPE_WORD: Readonly<Record<Scope, string>> = {
  incident: 'This incident alone',
  detector_at_address: 'One detector at one address',
  address: 'Everything at one address',
  detector: 'One detector, everywhere',
};

export function namesDetector(scope: Scope): boolean {
  return scope === 'detector' || scope === 'detector_at_address';
}

export function namesAddress(scope: Scope): boolean {
  return scope === 'address' || scope === 'detector_at_address';
}

function namedIn({ scope, detectorId, address }: ReachDraft) {
  return { ...(namesDetector(scope) ? { detectorId } : {}), ...(namesAddress(scope) ? { address } : {}) };
}

function untilOf(forS: string, nowMs: number): string {
  return new Date(nowMs + Number(forS) * 1_000).toISOString();
}

export function muteOf(draft: ReachDraft, nowMs: number): Mute {
  const reason = draft.reason.trim();
  return { scope: draft.scope, ...namedIn(draft), until: untilOf(draft.forS, nowMs), ...(reason === '' ? {} : { reason }) };
}

/** Null: only this incident is judged. */
export function suppressOf(draft: ReachDraft, nowMs: number): SuppressBody | null {
  const { scope, forS } = draft;
  if (scope === 'incident') return null;
  return { scope, ...namedIn(draft), until: forS === '' ? null : untilOf(forS, nowMs), reason: draft.reason.trim() };
}
