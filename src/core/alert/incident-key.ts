import type { Finding } from '../detect/finding.js';

/** Findings that share this belong to one story. No block hash: a reorg moves a finding, not an incident. */
export function incidentKeyOf(finding: Finding): string {
  return `${finding.chainId}:${finding.detectorId}:${finding.subject.address}`;
}

/** A story that was silent this long (chain time, seconds) is over: the next finding opens another. */
export const INCIDENT_WINDOW_S = 86_400;

/**
 * Stable and short: the key and the block that opened it. After a story that is over also the last one and the finding that opens this one: a person may have
 * closed several that began in the same block.
 */
export function incidentIdOf(
  key: string,
  firstBlock: number,
  after: { readonly incidentId: string; readonly findingId: string } | null,
  hashText: (text: string) => string,
): string {
  const story = after === null ? `${key}:${firstBlock}` : `${key}:${firstBlock}:${after.incidentId}:${after.findingId}`;
  return `inc_${hashText(story).slice(0, 24)}`;
}
