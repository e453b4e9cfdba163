import { COVERAGE_GAP, SOURCE_DISAGREES } from './operate-findings.js';
import { SCORE_ANOMALY } from './score-anomaly.js';
import { STAGE_ACCUMULATION } from './stage-accumulation.js';

/** Ids of what the engine itself says, beside the detectors' files: each has a page. */
export const ENGINE_FINDINGS: readonly string[] = [SCORE_ANOMALY.id, STAGE_ACCUMULATION.id, COVERAGE_GAP.id, SOURCE_DISAGREES.id];
