import type { Address } from '../chain/block.js';
import type { Finding } from '../detect/finding.js';

/** What a standing order reaches beyond the incident at which it was given. */
export const SUPPRESSION_SCOPES = ['detector', 'address', 'detector_at_address'] as const;
export type SuppressionScope = (typeof SUPPRESSION_SCOPES)[number];

/** `mute`: told to nobody, else as ever. `false_positive`: on record as one, and no work for anybody. */
export const SUPPRESSION_KINDS = ['mute', 'false_positive'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

export interface Suppression {
  readonly id: string;
  /** Null: for everyone. */
  readonly organisationId: string | null;
  readonly kind: SuppressionKind;
  /** Null: of every detector. */
  readonly detectorId: string | null;
  /** Null: at every address; else a finding's subject or one of its parties. */
  readonly address: Address | null;
  /** Null: on every chain. An address on one chain is not the same somewhere else. */
  readonly chainId: number | null;
  readonly incidentId: string | null;
  /** Wall clock; null: until it is lifted. */
  readonly untilMs: number | null;
  readonly reason: string;
  /** Name of the key that made it. */
  readonly madeBy: string;
  readonly keyId: string;
  readonly createdAtMs: number;
}

export function scopeOf({ detectorId, address }: Pick<Suppression, 'detectorId' | 'address'>): SuppressionScope {
  if (detectorId === null) return 'address';
  return address === null ? 'detector' : 'detector_at_address';
}

/** Whether it is silent about a finding, for whom it is for. */
export function covers(suppression: Suppression, finding: Finding): boolean {
  const { detectorId, address, chainId, organisationId } = suppression;
  const owner = finding.monitor?.organisationId ?? null;
  if (owner !== null && organisationId !== null && owner !== organisationId) return false;
  if (detectorId !== null && detectorId !== finding.detectorId) return false;
  if (chainId !== null && chainId !== finding.chainId) return false;
  return address === null || [finding.subject, ...finding.parties].some((party) => party.address === address);
}
