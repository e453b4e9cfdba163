import { type Stage, severityRank } from '../detect/finding.js';
import type { FindingNote } from '../state/state-table.js';
import { type Feature, feature } from './feature.js';

const GRAVE = severityRank('high');

/** Highest severity of each detector of a stage that spoke. */
function ranksOf(stage: Stage, findings: readonly FindingNote[]): readonly number[] {
  const ranks = new Map<string, number>();
  for (const note of findings)
    if (note.stage === stage) ranks.set(note.detectorId, Math.max(ranks.get(note.detectorId) ?? 0, severityRank(note.severity)));
  return [...ranks.values()];
}

function ruleFeature(id: string, sentence: string, read: (findings: readonly FindingNote[]) => number): Feature {
  return feature(id, 'up', sentence, ({ findings }) => (findings === null ? null : read(findings)), { isInput: false, isOfCalls: true });
}

/** Group R: what the named detectors found, for the head alone: the label-free parts must not restate it. Masked where none was asked. */
export const RULE_FEATURES: readonly Feature[] = [
  ruleFeature('R01_exploit_severity', 'severity of what detectors of exploits found', (found) => Math.max(0, ...ranksOf('exploit', found))),
  ruleFeature(
    'R02_grave_exploits',
    'detectors of exploits that found something grave',
    (found) => ranksOf('exploit', found).filter((rank) => rank >= GRAVE).length,
  ),
  ruleFeature('R03_exploits', 'detectors of exploits that found something', (found) => ranksOf('exploit', found).length),
  ruleFeature('R04_prepares', 'whether an attack seems to be prepared', (found) => Math.min(1, ranksOf('prepare', found).length)),
  ruleFeature('R05_funds', 'whether an attack seems to be funded', (found) => Math.min(1, ranksOf('fund', found).length)),
  ruleFeature('R06_users', 'whether a user seems to be robbed', (found) => Math.min(1, ranksOf('user', found).length)),
];
