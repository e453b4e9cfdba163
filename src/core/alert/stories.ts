import type { Finding } from '../detect/finding.js';
import { sidesOf } from './attack-sides.js';
import { incidentKeyOf } from './incident-key.js';

/** Findings of one block that belong to one incident. */
export interface Story {
  /** In the order of the block; the first one's key names the incident. */
  readonly findings: readonly Finding[];
  /** Each once, in the same order. */
  readonly keys: readonly string[];
}

/**
 * One story a key; and what several detectors say of one transaction, in the same stage of an attack, is one where they name the same attacker or the same
 * victim: an exploit's flash loan, re-entry and outflow are not three incidents.
 */
export function storiesOf(findings: readonly Finding[]): readonly Story[] {
  const stories: { findings: Finding[]; ties: Set<string> }[] = [];
  for (const finding of findings) {
    const ties = tiesOf(finding);
    const [joined, ...others] = stories.filter((story) => ties.some((tie) => story.ties.has(tie)));
    if (joined === undefined) {
      stories.push({ findings: [finding], ties: new Set(ties) });
      continue;
    }
    for (const other of others) {
      joined.findings.push(...other.findings);
      for (const tie of other.ties) joined.ties.add(tie);
      stories.splice(stories.indexOf(other), 1);
    }
    joined.findings.push(finding);
    for (const tie of ties) joined.ties.add(tie);
  }
  const position = new Map(findings.map(({ id }, index) => [id, index]));
  return stories.map((story) => {
    const ordered = story.findings.toSorted((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0));
    return { findings: ordered, keys: [...new Set(ordered.map(incidentKeyOf))] };
  });
}

/** What binds a finding to others of its block. */
function tiesOf(finding: Finding): readonly string[] {
  const key = incidentKeyOf(finding);
  const { transactionHash, stage, monitor } = finding;
  if (transactionHash === null || monitor !== undefined) return [key];
  const { attacker, victim } = sidesOf(finding);
  const within = `${transactionHash}:${stage}`;
  return [key, ...(attacker === null ? [] : [`${within}:by:${attacker}`]), ...(victim === null ? [] : [`${within}:of:${victim}`])];
}
