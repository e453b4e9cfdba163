import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

/** The beginning of a trace says what kind it is; of a long one the rest is repetition. */
const LOOKED_AT = 64;

/** Which functions call which, anywhere; and in which shapes each function of each contract was seen. */
export class ShapeTable implements StateTable {
  readonly learnsHabits = true;
  private readonly pairs = new JournaledMap<number>(50_000);
  private readonly shapes = new JournaledMap<true>(100_000);
  private readonly totals = new JournaledMap<number>(1);
  readonly maps = { callPairs: this.pairs, callShapes: this.shapes, callPairTotals: this.totals };

  /** The transaction that was asked about last is the one that is taken in next. */
  private last: { readonly tx: InspectedTransaction; readonly pairs: readonly string[]; readonly shape: string | null } | null = null;

  private read(tx: InspectedTransaction) {
    if (this.last?.tx !== tx) this.last = { tx, pairs: pairsOf(tx), shape: shapeOf(tx) };
    return this.last;
  }

  /** Mean of −log10 of how often each caller's function called each callee's; null without a call from inside. */
  noveltyOf(tx: InspectedTransaction): number | null {
    const { pairs } = this.read(tx);
    if (pairs.length === 0) return null;
    const total = this.totals.get('') ?? 0;
    let sum = 0;
    for (const pair of pairs) sum += Math.log10((total + 10) / ((this.pairs.get(pair) ?? 0) + 1));
    return sum / pairs.length;
  }

  /** Whether the called function ran in this shape before; null without a trace. */
  isKnownShape(tx: InspectedTransaction): boolean | null {
    const { shape: key } = this.read(tx);
    return key === null ? null : this.shapes.get(key) === true;
  }

  apply(tx: InspectedTransaction): void {
    const { pairs, shape } = this.read(tx);
    this.last = null;
    if (pairs.length > 0) this.totals.set('', (this.totals.get('') ?? 0) + pairs.length);
    for (const pair of pairs) this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + 1);
    if (shape !== null && this.shapes.get(shape) === undefined) this.shapes.set(shape, true);
  }
}

function pairsOf({ frames }: InspectedTransaction): readonly string[] {
  if (frames === null || frames.length < 2) return [];
  const pairs: string[] = [];
  for (let i = 1; i < Math.min(frames.length, LOOKED_AT); i += 1) {
    const frame = frames[i];
    const caller = frame === undefined ? undefined : frames[frame.parent];
    if (frame !== undefined && caller !== undefined) pairs.push(caller.input.slice(2, 10) + frame.kind[0] + frame.input.slice(2, 10));
  }
  return pairs;
}

/** The called function with the kinds, depths and functions of what it calls, hashed (FNV-1a): two that meet in 32 bits make a new shape look known, nothing worse. */
function shapeOf({ to, frames, decoded }: InspectedTransaction): string | null {
  if (to === null || frames === null) return null;
  let hash = 0x811c9dc5;
  const mix = (text: string) => {
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  };
  for (let i = 1; i < Math.min(frames.length, LOOKED_AT); i += 1) {
    const frame = frames[i];
    if (frame === undefined) continue;
    hash = Math.imul(hash ^ frame.depth, 0x01000193);
    mix(frame.kind);
    mix(frame.input.slice(2, 10));
  }
  return `${to}${decoded.selector ?? ''}${(hash >>> 0).toString(36)}`;
}
