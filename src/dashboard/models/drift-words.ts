import type { DriftView } from '../../contracts/management.js';
import { countOf } from '../format/number.js';

/** Customary bounds of the population stability index (DETECTION §6). */
const WARN = 0.1;
const OTHER_WORLD = 0.25;

export function driftWord(psi: number | null): { readonly level: 'none' | 'calm' | 'warn' | 'bad'; readonly word: string } {
  if (psi === null) return { level: 'none', word: 'too few know it' };
  if (psi >= OTHER_WORLD) return { level: 'bad', word: '▲ another world' };
  return psi >= WARN ? { level: 'warn', word: '△ moved' } : { level: 'calm', word: 'as in training' };
}

/** What to make of it, first. */
export function driftSentence({ features }: Pick<DriftView, 'features'>): string {
  const known = features.filter(({ psi }) => psi !== null);
  if (known.length === 0) return 'Too few transactions yet to say how far this chain is from training.';
  const far = known.filter(({ psi }) => (psi ?? 0) >= OTHER_WORLD).length;
  if (far === 0) return 'The chain’s traffic is like what the model was trained on.';
  const share = far / known.length;
  if (share < 0.25) return `${countOf(far, 'feature')} of ${known.length} moved far from training; scores that rest on them say less.`;
  return `${countOf(far, 'feature')} of ${known.length} are far from training: the score knows little of this chain. The named detectors carry it; train on its own blocks.`;
}

/** Share of p < 0.01 against the one in a hundred that calibration promises (DETECTION §6: 1 % ± 0.3). */
export function partWord(below001: number | null): string {
  if (below001 === null) return 'had nothing to go by';
  if (below001 > 0.02) return 'above its calibration of 1 %';
  return below001 < 0.005 ? 'below its calibration of 1 %' : 'as calibrated: 1 %';
}
