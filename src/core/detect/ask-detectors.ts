import type { FindingNote } from '../state/state-table.js';
import { concernedOf } from './concerned.js';
import type { DetectContext, Detection, Detector, InspectedTransaction } from './detector.js';

export interface Answer {
  readonly detector: Detector;
  readonly detections: readonly Detection[];
}

/** Asks the detectors that a transaction concerns. One that throws costs its own voice, nothing else. */
export function askDetectors(
  detectors: readonly Detector[],
  tx: InspectedTransaction,
  ctx: DetectContext,
  onFailure: (detector: Detector, error: unknown) => void,
): readonly Answer[] {
  const answers: Answer[] = [];
  for (const detector of concernedOf(detectors).of(tx)) {
    try {
      const detections = detector.inspect(tx, ctx);
      if (detections.length > 0) answers.push({ detector, detections });
    } catch (error) {
      onFailure(detector, error);
    }
  }
  return answers;
}

/** Answers as the memory and the features take them. */
export function notesOf(answers: readonly Answer[]): readonly FindingNote[] {
  return answers.flatMap(({ detector: { id, stage }, detections }) =>
    detections.map(({ severity, subject, parties = [] }) => ({ detectorId: id, stage, severity, subject, parties })),
  );
}
