import type { Finding } from '../detect/finding.js';

/** Findings that share this belong to one story. No block hash: a reorg moves a finding, not an incident. */
export function incidentKeyOf(finding: Finding): string {
  return `${finding.chainId}:${finding.detectorId}:${finding.subject.address}`;
}

/** A story that was silent this long (chain time, seconds) is over: the next finding opens another. */
export const INCIDENT_WINDOW_S = 86_400;

/** Stable and short: the key and the block that opened it. */
export function incidentIdOf(key: string, firstBlock: number, hashText: (text: string) => string): string {
  return `inc_${hashText(`${key}:${firstBlock}`).slice(0, 24)}`;
}
