import type { Finding, Stage } from '../detect/finding.js';
import { sidesOf } from './attack-sides.js';

/** Stages that have no victim yet, or no more: what one attacker does there is one story. */
const WITHOUT_VICTIM: ReadonlySet<Stage> = new Set<Stage>(['fund', 'prepare', 'launder']);
/** The service's own word on one subject; detectors do not add up there. */
const BY_DETECTOR: ReadonlySet<Stage> = new Set<Stage>(['score', 'operate', 'watch']);

/**
 * Findings that share this belong to one story: attacker, victim and stage; where a side is not known, the kind of attack and its subject.
 * No block hash: a reorg moves a finding, not an incident.
 */
export function incidentKeyOf(finding: Finding): string {
  const { chainId, stage, detectorId, subject, monitor } = finding;
  if (monitor !== undefined) {
    const kind = stage === 'operate' ? 'monitor-error' : 'monitor'; // That it cannot be evaluated is no match of it.
    return `${chainId}:${kind}:${monitor.organisationId}:${monitor.monitorId}:${subject.address}`;
  }
  if (BY_DETECTOR.has(stage)) return `${chainId}:${stage}:${detectorId}:${subject.address}`;
  const { attacker, victim } = sidesOf(finding);
  if (attacker !== null && WITHOUT_VICTIM.has(stage)) return `${chainId}:${stage}:${attacker}:-`;
  if (attacker !== null && victim !== null) return `${chainId}:${stage}:${attacker}:${victim}`;
  return `${chainId}:${stage}:${familyOf(detectorId)}:${subject.address}`;
}

/** Detectors are named `<attack>-<what>`. */
function familyOf(detectorId: string): string {
  return detectorId.split('-', 1)[0] ?? detectorId;
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
