import type { Finding } from '../detect/finding.js';

/** Findings that share this belong to one story. No block hash: a reorg moves a finding, not an incident. */
export function incidentKeyOf(finding: Finding): string {
  return `${finding.chainId}:${finding.detectorId}:${finding.subject.address}`;
}

/** A story that was silent this long (chain time, seconds) is over: the next finding opens another. */
export const INCIDENT_WINDOW_S = 86_400;

/** Stable and short: the key, the block that opened it, and the story before it: one that opens in the same block after a person closed the last is another. */
export function incidentIdOf(key: string, firstBlock: number, previousId: string | null, hashText: (text: string) => string): string {
  const story = previousId === null ? `${key}:${firstBlock}` : `${key}:${firstBlock}:${previousId}`;
  return `inc_${hashText(story).slice(0, 24)}`;
}
