import type { InspectedTransaction } from '../detect/detector.js';

export const SEGMENTS = ['plain-transfer', 'token-call', 'complex-call', 'creation'] as const;
export type Segment = (typeof SEGMENTS)[number];

const COMPLEX_FRAMES = 5;
const COMPLEX_LOGS = 4;

/** Each segment is calibrated for itself: what is rare among plain transfers is common among swaps. */
export function segmentOf(tx: InspectedTransaction): Segment {
  if (tx.to === null) return 'creation';
  const frames = tx.frames?.length ?? 0;
  const logs = tx.receipt?.logs.length ?? 0;
  if (frames >= COMPLEX_FRAMES || logs >= COMPLEX_LOGS || tx.decoded.swaps.length > 0) return 'complex-call';
  return tx.input === '0x' && logs === 0 ? 'plain-transfer' : 'token-call';
}

/** All that the calls alone tell of it: few of them, or many (TRACES §5). */
export function isComplexTrace(tx: InspectedTransaction): boolean {
  return (tx.frames?.length ?? 0) >= COMPLEX_FRAMES;
}

export function segmentIndex(segment: Segment): number {
  return SEGMENTS.indexOf(segment);
}
