import { CATALOGUE } from '../../detectors/catalogue.js';
import { COVERAGE_GAP, SOURCE_DISAGREES } from '../../pipeline/analyse/operate-findings.js';
import { SCORE_ANOMALY } from '../../pipeline/analyse/score-anomaly.js';
import { STAGE_ACCUMULATION } from '../../pipeline/analyse/stage-accumulation.js';

/** Every id that a finding of the catalogue or of the engine can carry. */
export const FINDING_IDS: ReadonlySet<string> = new Set(
  [...CATALOGUE, COVERAGE_GAP, SOURCE_DISAGREES, SCORE_ANOMALY, STAGE_ACCUMULATION].map(({ id }) => id),
);
