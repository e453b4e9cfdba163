import { FatalError } from '../errors.js';
import type { FeatureRows } from '../features/feature-rows.js';
import { CALL_COLUMNS, FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { ECOD_TOP, tailSurprise } from './ecod.js';
import { headScores } from './head.js';
import { INPUT_KINDS, inputKindAt } from './input-kind.js';
import { forestScores } from './isolation-forest.js';
import { type ModelBundle, PARTS, PARTS_OF_CALLS } from './model-bundle.js';
import { combineCauchy, pValue, riskAt } from './tail.js';

const CLIP = 8;
/** A step smaller than this is no reason. */
const LEAST_CHANGE = 0.01;
const RESIDUAL_CLIP = 25;

/** Maps scaled rows to their reconstruction: [rows × inputs] to the same. The arithmetic is a runtime's. */
export type Reconstruct = (scaled: Float32Array, rows: number) => Float32Array;

/** −log p of a call sequence, in nats. The arithmetic is a runtime's. */
export type SequenceSurprise = (sequence: string) => number;

/** Without `sequenceOf` nothing is known of how calls follow each other. */
export type ScorableRows = Pick<FeatureRows, 'rows' | 'values' | 'known' | 'segments'> & Partial<Pick<FeatureRows, 'sequenceOf'>>;

export interface ScoredRows {
  /** 0–100. */
  readonly risk: Float32Array;
  /** −log10 of the combined p-value: what the risk is made of, without its end at 100. */
  readonly surprise: Float64Array;
  /** p-values, `PARTS.length` a row; NaN where a part says nothing. */
  readonly parts: Float32Array;
  /** Raw part scores, `PARTS.length` a row. */
  readonly raw: Float32Array;
}

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

/** Robustly scaled inputs: unknown is 0, in the middle, never a sentinel. */
export function scaleRows(
  bundle: Pick<ModelBundle, 'medians' | 'spreads'>,
  values: Float32Array,
  known: Uint8Array,
  rows: number,
): Float32Array {
  const inputs = INPUT_COLUMNS.length;
  const scaled = new Float32Array(rows * inputs);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < inputs; i += 1) {
      const column = row * FEATURES.length + (INPUT_COLUMNS[i] ?? 0);
      if (known[column] === 0) continue;
      const value = ((values[column] ?? 0) - (bundle.medians[i] ?? 0)) / (bundle.spreads[i] ?? 1);
      scaled[row * inputs + i] = Math.max(-CLIP, Math.min(CLIP, value));
    }
  }
  return scaled;
}

/** Mean of the inputs' squared errors, each against its own median and clipped. */
export function residualScores(scaled: Float32Array, rebuilt: Float32Array, residualMedians: Float32Array, rows: number): Float32Array {
  const inputs = INPUT_COLUMNS.length;
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let i = 0; i < inputs; i += 1) {
      const error = (scaled[row * inputs + i] ?? 0) - (rebuilt[row * inputs + i] ?? 0);
      sum += Math.min(RESIDUAL_CLIP, (error * error) / (residualMedians[i] ?? 1));
    }
    scores[row] = sum / inputs;
  }
  return scores;
}

/** What a zero of each input says: most values are zero. */
const OF_ZERO = new WeakMap<Float32Array, Float32Array>();

function surprisesOfZero({ quantiles, knots }: Pick<ModelBundle, 'quantiles' | 'knots'>): Float32Array {
  const known = OF_ZERO.get(quantiles);
  if (known !== undefined) return known;
  const made = Float32Array.from(INPUT_COLUMNS, (_, i) => tailSurprise(quantiles, i * knots, knots, DIRECTIONS[i] ?? 'both', 0));
  OF_ZERO.set(quantiles, made);
  return made;
}

const DIRECTIONS = INPUT_COLUMNS.map((column) => FEATURES[column]?.direction ?? 'both');

/** Surprises of each known input of a row, in input order. */
function surprises(
  bundle: Pick<ModelBundle, 'quantiles' | 'knots'>,
  values: Float32Array,
  known: Uint8Array,
  row: number,
  out = new Float32Array(INPUT_COLUMNS.length),
): Float32Array {
  const ofZero = surprisesOfZero(bundle);
  for (let i = 0; i < out.length; i += 1) {
    const at = row * FEATURES.length + (INPUT_COLUMNS[i] ?? 0);
    const value = values[at] ?? 0;
    if (known[at] === 0) out[i] = 0;
    else if (value === 0) out[i] = ofZero[i] ?? 0;
    else out[i] = tailSurprise(bundle.quantiles, i * bundle.knots, bundle.knots, DIRECTIONS[i] ?? 'both', value);
  }
  return out;
}

export function ecodScores(
  bundle: Pick<ModelBundle, 'quantiles' | 'knots'>,
  values: Float32Array,
  known: Uint8Array,
  rows: number,
): Float32Array {
  const scores = new Float32Array(rows);
  const own = new Float32Array(INPUT_COLUMNS.length);
  const strongest = new Float32Array(ECOD_TOP);
  for (let row = 0; row < rows; row += 1) {
    surprises(bundle, values, known, row, own);
    strongest.fill(0);
    for (const one of own) {
      if (one <= (strongest[ECOD_TOP - 1] ?? 0)) continue;
      let at = ECOD_TOP - 1;
      for (; at > 0 && (strongest[at - 1] ?? 0) < one; at -= 1) strongest[at] = strongest[at - 1] ?? 0;
      strongest[at] = one;
    }
    for (let i = 0; i < ECOD_TOP; i += 1) scores[row] = (scores[row] ?? 0) + (strongest[i] ?? 0);
  }
  return scores;
}

type RawModel = Pick<ModelBundle, 'medians' | 'spreads' | 'residualMedians' | 'quantiles' | 'knots' | 'forest' | 'head'>;

/** Raw scores of all parts of the first stage, `PARTS.length` a row; NaN for the second's. */
export function rawScores(bundle: RawModel, reconstruct: Reconstruct, values: Float32Array, known: Uint8Array, rows: number): Float32Array {
  const scaled = scaleRows(bundle, values, known, rows);
  const byPart = [
    residualScores(scaled, reconstruct(scaled, rows), bundle.residualMedians, rows),
    ecodScores(bundle, values, known, rows),
    forestScores(bundle, values, known, rows),
    headScores(bundle.head, values, known, rows),
  ];
  const raw = new Float32Array(rows * PARTS.length).fill(Number.NaN);
  for (const [part, scores] of byPart.entries()) for (let row = 0; row < rows; row += 1) raw[row * PARTS.length + part] = scores[row] ?? 0;
  return raw;
}

/** Float32 ends soon after. */
const LEAST_P = 1e-37;
/** −log10 p by the first stage from which on the second is asked: one transaction in a hundred. */
const SECOND_STAGE = 2;
const SEQUENCE = PARTS.indexOf('sequence');
/** What the order of calls adds is no feature's. */
const SEQUENCE_COLUMN = -1;
const NO_TRACE = INPUT_KINDS.indexOf('no-trace');
const OF_CALLS = PARTS.map((part) => PARTS_OF_CALLS.has(part));

/** Whether a part has anything to go by. */
function speaks(part: number, kind: number): boolean {
  return kind !== NO_TRACE || OF_CALLS[part] !== true;
}

/** Scores rows of features; explains a row. Pure but for the network that is handed in. */
export class Scorer {
  constructor(
    readonly bundle: ModelBundle,
    private readonly reconstruct: Reconstruct,
    private readonly sequenceSurprise: SequenceSurprise | null = null,
  ) {
    if (bundle.schema !== FEATURE_SCHEMA)
      throw new FatalError(
        'model-schema',
        'The model was trained on other features than this version computes. Train it again: npm run train.',
      );
  }

  score({ values, known, segments, rows, sequenceOf }: ScorableRows): ScoredRows {
    const { bundle } = this;
    const raw = rawScores(bundle, this.reconstruct, values, known, rows);
    const risk = new Float32Array(rows);
    const surprise = new Float64Array(rows);
    const parts = new Float32Array(rows * PARTS.length);
    for (let row = 0; row < rows; row += 1) {
      const kind = inputKindAt(known, row * FEATURES.length);
      const tails = bundle.tails[kind]?.[segments[row] ?? 0] ?? [];
      for (let part = 0; part < PARTS.length; part += 1) {
        const at = row * PARTS.length + part;
        const tail = tails[part];
        const score = raw[at] ?? Number.NaN;
        parts[at] = tail === undefined || Number.isNaN(score) || !speaks(part, kind) ? Number.NaN : Math.max(LEAST_P, pValue(tail, score));
      }
      // Stored p-values are float32; the risk is of these, so that it comes again from what is stored.
      const own = parts.subarray(row * PARTS.length, (row + 1) * PARTS.length);
      const weights = bundle.weights[kind];
      surprise[row] = -Math.log10(combineCauchy(own, weights));
      const tail = tails[SEQUENCE];
      if ((surprise[row] ?? 0) >= SECOND_STAGE && tail !== undefined && speaks(SEQUENCE, kind)) {
        const score = this.secondStage(sequenceOf?.(row) ?? null);
        raw[row * PARTS.length + SEQUENCE] = score;
        if (!Number.isNaN(score)) {
          own[SEQUENCE] = Math.max(LEAST_P, pValue(tail, score));
          surprise[row] = -Math.log10(combineCauchy(own, weights));
        }
      }
      risk[row] = riskAt(surprise[row] ?? 0, bundle.transactionsPerDay);
    }
    return { risk, surprise, parts, raw };
  }

  /** How unexpected the order of calls is; NaN where nothing is known of it. */
  private secondStage(sequence: string | null): number {
    return sequence === null || this.sequenceSurprise === null ? Number.NaN : this.sequenceSurprise(sequence);
  }

  /**
   * What makes a row stranger than a usual one: its features are put into a row of medians, the most surprising first, and each step's change of −log10 p is that
   * feature's; the order of its calls comes last. The steps sum to the whole change.
   */
  contributions({ values, known, segments, sequenceOf }: ScorableRows, row: number): Contributions {
    const width = FEATURES.length;
    const own = { values: values.subarray(row * width, (row + 1) * width), known: known.subarray(row * width, (row + 1) * width) };
    const usual = this.usualRow(own.known);
    const order = this.columnsBySurprise(own.values, own.known);
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
    const { surprise } = this.score(steps);
    const byFeature = order.map((column, i) => ({ column, change: (surprise[i + 1] ?? 0) - (surprise[i] ?? 0) }));
    const [usualSurprise, first] = [surprise[0] ?? 0, surprise[rows - 1] ?? 0];
    const whole = this.score({ rows: 1, ...own, segments: Uint8Array.of(segments[row] ?? 0), sequenceOf: () => sequenceOf?.(row) ?? null });
    const both = whole.surprise[0] ?? first;
    const ofOrder = both === first ? [] : [{ column: SEQUENCE_COLUMN, change: both - first }];
    return { usual: usualSurprise, own: both, steps: [...byFeature, ...ofOrder] };
  }

  /** Known features with their medians; what is no input has none, and counts nothing. */
  private usualRow(known: Uint8Array): Float32Array {
    const usual = new Float32Array(FEATURES.length);
    for (const [input, column] of INPUT_COLUMNS.entries()) if (known[column] === 1) usual[column] = this.bundle.medians[input] ?? 0;
    return usual;
  }

  /** Columns that any part reads, the most surprising first; those that are no input, last. */
  private columnsBySurprise(values: Float32Array, known: Uint8Array): readonly number[] {
    const bySurprise = surprises(this.bundle, values, known, 0);
    const inputs = [...INPUT_COLUMNS.keys()].sort((a, b) => (bySurprise[b] ?? 0) - (bySurprise[a] ?? 0));
    const others = CALL_COLUMNS.filter((column) => FEATURES[column]?.isInput === false);
    return [...inputs.map((input) => INPUT_COLUMNS[input] ?? 0), ...others].filter((column) => known[column] === 1);
  }

  /** The features that add most to the score, for an alert: one batch of about a hundred rows. */
  explainAlert(rows: ScorableRows, row: number, count = 5): readonly TopFeature[] {
    const { steps } = this.contributions(rows, row);
    const bySurprise = surprises(this.bundle, rows.values, rows.known, row);
    return [...steps]
      .sort((a, b) => b.change - a.change)
      .slice(0, count)
      .filter(({ change }) => change > LEAST_CHANGE)
      .flatMap(({ column, change }) =>
        column === SEQUENCE_COLUMN
          ? this.sequenceReason(rows, row, change)
          : this.topFeature(column, rows.values[row * FEATURES.length + column] ?? 0, bySurprise, change),
      );
  }

  private sequenceReason({ known, segments, sequenceOf }: ScorableRows, row: number, change: number): readonly TopFeature[] {
    const value = this.secondStage(sequenceOf?.(row) ?? null);
    const tail = this.bundle.tails[inputKindAt(known, row * FEATURES.length)]?.[segments[row] ?? 0]?.[SEQUENCE];
    if (tail === undefined) return [];
    const at = (share: number) => tail.quantiles[Math.round((tail.quantiles.length - 1) * share)] ?? 0;
    const [usualFrom, usualTo] = [at(0.01), at(0.99)];
    const sentence = 'how unexpected the order of its calls is (nats)';
    return [{ id: 'sequence', sentence, value, usualFrom, usualTo, isHigh: true, surprise: 0, change }];
  }

  /** The features that stand out most by themselves, with what was usual in training. */
  explain({ values, known }: ScorableRows, row: number, count = 5): readonly TopFeature[] {
    const bySurprise = surprises(this.bundle, values, known, row);
    return [...bySurprise.keys()]
      .sort((a, b) => (bySurprise[b] ?? 0) - (bySurprise[a] ?? 0))
      .slice(0, count)
      .filter((input) => (bySurprise[input] ?? 0) > 1)
      .flatMap((input) => {
        const column = INPUT_COLUMNS[input] ?? 0;
        return this.topFeature(column, values[row * FEATURES.length + column] ?? 0, bySurprise);
      });
  }

  private topFeature(column: number, value: number, bySurprise: Float32Array, change?: number): readonly TopFeature[] {
    const feature = FEATURES[column];
    if (feature === undefined) return [];
    const { quantiles, knots } = this.bundle;
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
}
