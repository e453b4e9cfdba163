import { CALL_COLUMNS, FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { surprises } from './ecod.js';
import { inputKindAt } from './input-kind.js';
import type { ModelBundle } from './model-bundle.js';
import { type ScorableRows, type Scorer, SEQUENCE } from './scorer.js';

/** A step smaller than this is no reason. */
const LEAST_CHANGE = 0.01;
/** What the order of calls adds is no feature's. */
export const SEQUENCE_COLUMN = -1;

/** −log10 p of a usual row, of this one, and what each feature added on the way. */
export interface Contributions {
  readonly usual: number;
  readonly own: number;
  readonly steps: readonly { readonly column: number; readonly change: number }[];
}

export interface TopFeature {
  readonly id: string;
  readonly sentence: string;
  readonly value: number;
  /** The middle 98 % in training. */
  readonly usualFrom: number;
  readonly usualTo: number;
  readonly isHigh: boolean;
  readonly surprise: number;
  /** What it adds to −log10 p on the way from a usual row to this one. */
  readonly change?: number;
}

/**
 * What makes a row stranger than a usual one: its features are put into a row of medians, the most surprising first, and each step's change of −log10 p is that
 * feature's; the order of its calls comes last. The steps sum to the whole change.
 */
export function contributionsOf(scorer: Scorer, { values, known, segments, sequenceOf }: ScorableRows, row: number): Contributions {
  const width = FEATURES.length;
  const own = { values: values.subarray(row * width, (row + 1) * width), known: known.subarray(row * width, (row + 1) * width) };
  const usual = usualRow(scorer.bundle, own.known);
  const order = columnsBySurprise(scorer.bundle, own.values, own.known);
  const rows = order.length + 1;
  const steps = { rows, values: new Float32Array(rows * width), known: new Uint8Array(rows * width), segments: new Uint8Array(rows) };
  const current = Float32Array.from(usual);
  for (let step = 0; step < rows; step += 1) {
    const column = order[step - 1];
    if (column !== undefined) current[column] = own.values[column] ?? 0;
    steps.values.set(current, step * width);
    steps.known.set(own.known, step * width);
    steps.segments[step] = segments[row] ?? 0;
  }
  const { surprise } = scorer.score(steps);
  const byFeature = order.map((column, i) => ({ column, change: (surprise[i + 1] ?? 0) - (surprise[i] ?? 0) }));
  const [usualSurprise, first] = [surprise[0] ?? 0, surprise[rows - 1] ?? 0];
  const whole = scorer.score({ rows: 1, ...own, segments: Uint8Array.of(segments[row] ?? 0), sequenceOf: () => sequenceOf?.(row) ?? null });
  const both = whole.surprise[0] ?? first;
  const ofOrder = both === first ? [] : [{ column: SEQUENCE_COLUMN, change: both - first }];
  return { usual: usualSurprise, own: both, steps: [...byFeature, ...ofOrder] };
}

/** Known features with their medians; what is no input has none, and counts nothing. */
function usualRow({ medians }: ModelBundle, known: Uint8Array): Float32Array {
  const usual = new Float32Array(FEATURES.length);
  for (const [input, column] of INPUT_COLUMNS.entries()) if (known[column] === 1) usual[column] = medians[input] ?? 0;
  return usual;
}

/** Columns that any part reads, the most surprising first; those that are no input, last. */
function columnsBySurprise(bundle: ModelBundle, values: Float32Array, known: Uint8Array): readonly number[] {
  const bySurprise = surprises(bundle, values, known, 0);
  const inputs = [...INPUT_COLUMNS.keys()].sort((a, b) => (bySurprise[b] ?? 0) - (bySurprise[a] ?? 0));
  const others = CALL_COLUMNS.filter((column) => FEATURES[column]?.isInput === false);
  return [...inputs.map((input) => INPUT_COLUMNS[input] ?? 0), ...others].filter((column) => known[column] === 1);
}

/** The features that add most to the score, for an alert: one batch of about a hundred rows. */
export function topContributions(
  scorer: Scorer,
  rows: ScorableRows,
  row: number,
  count = 5,
  contributions: Contributions = contributionsOf(scorer, rows, row),
): readonly TopFeature[] {
  const { steps } = contributions;
  const bySurprise = surprises(scorer.bundle, rows.values, rows.known, row);
  return [...steps]
    .sort((a, b) => b.change - a.change)
    .slice(0, count)
    .filter(({ change }) => change > LEAST_CHANGE)
    .flatMap(({ column, change }) =>
      column === SEQUENCE_COLUMN
        ? sequenceReason(scorer, rows, row, change)
        : topFeature(scorer.bundle, column, rows.values[row * FEATURES.length + column] ?? 0, bySurprise, change),
    );
}

function sequenceReason(scorer: Scorer, { known, segments, sequenceOf }: ScorableRows, row: number, change: number): readonly TopFeature[] {
  const value = scorer.sequenceScore(sequenceOf?.(row) ?? null);
  const tail = scorer.bundle.tails[inputKindAt(known, row * FEATURES.length)]?.[segments[row] ?? 0]?.[SEQUENCE];
  if (tail === undefined) return [];
  const at = (share: number) => tail.quantiles[Math.round((tail.quantiles.length - 1) * share)] ?? 0;
  const [usualFrom, usualTo] = [at(0.01), at(0.99)];
  const sentence = 'how unexpected the order of its calls is (nats)';
  return [{ id: 'sequence', sentence, value, usualFrom, usualTo, isHigh: true, surprise: 0, change }];
}

/** The features that stand out most by themselves, with what was usual in training. */
export function topSurprises({ bundle }: Scorer, { values, known }: ScorableRows, row: number, count = 5): readonly TopFeature[] {
  const bySurprise = surprises(bundle, values, known, row);
  return [...bySurprise.keys()]
    .sort((a, b) => (bySurprise[b] ?? 0) - (bySurprise[a] ?? 0))
    .slice(0, count)
    .filter((input) => (bySurprise[input] ?? 0) > 1)
    .flatMap((input) => {
      const column = INPUT_COLUMNS[input] ?? 0;
      return topFeature(bundle, column, values[row * FEATURES.length + column] ?? 0, bySurprise);
    });
}

function topFeature(
  { quantiles, knots }: ModelBundle,
  column: number,
  value: number,
  bySurprise: Float32Array,
  change?: number,
): readonly TopFeature[] {
  const feature = FEATURES[column];
  if (feature === undefined) return [];
  const input = INPUT_COLUMNS.indexOf(column);
  // What is no input is what detectors found: usually nothing.
  const at = (knot: number) => (input < 0 ? 0 : (quantiles[input * knots + knot] ?? 0));
  const [usualFrom, usualTo] = [at(Math.floor(knots * 0.01)), at(Math.ceil(knots * 0.99) - 1)];
  return [
    {
      id: feature.id,
      sentence: feature.sentence,
      value,
      usualFrom,
      usualTo,
      isHigh: value > (usualFrom + usualTo) / 2,
      surprise: bySurprise[input] ?? 0,
      ...(change === undefined ? {} : { change }),
    },
  ];
}
