import { seededRandom } from '../../../src/adapters/model-runtime/dense-network.js';
import { loadScorer } from '../../../src/adapters/model-runtime/load-scorer.js';
import type { Detector } from '../../../src/core/detect/detector.js';
import { FatalError } from '../../../src/core/errors.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { headScores } from '../../../src/core/score/head.js';
import type { SequenceModel } from '../../../src/core/score/sequence-model.js';
import type { ModelRuntime } from '../../../src/ports/model-runtime.js';
import { joinTables, pickRows, type RowTable } from '../../datasets/recorded-rows.js';
import { type ReducedTransaction, reducedTable } from '../../datasets/reduced-rows.js';
import { fitHead } from '../../train/fit-head.js';
import { splitByTime } from '../../train/sample.js';
import { trainModel } from '../../train/train-model.js';
import { type JudgedRows, judgeModel, type ModelFigures, type RankFigures, rank } from './judge-model.js';

/** What is earlier develops, what is later tests: the split of the study of traces. */
export const SPLIT_AT = Date.parse('2021-07-01T00:00:00Z') / 1_000;
/** What is later than this is for acceptance alone. */
export const TEST_UNTIL = Date.parse('2023-01-01T00:00:00Z') / 1_000;
const CALIBRATION_SHARE = 0.4;

/** Feature groups whose part in the result is measured, by training without them. */
export const ABLATED = ['A', 'C', 'G', 'R'] as const;

/** How often labels are dealt at random. */
export const DEALS = 20;

export interface SeedFigures extends ModelFigures {
  readonly seed: number;
}

export interface SplitFigures {
  readonly develop: { readonly attacks: number; readonly train: number; readonly calibrate: number };
  readonly seeds: readonly SeedFigures[];
  /** The first seed, trained without a group. */
  readonly withoutGroup: Readonly<Record<(typeof ABLATED)[number], RankFigures>>;
  /** Orders that need no model: what a figure is worth is what it adds to these. */
  readonly trivial: Readonly<Record<string, RankFigures>>;
  /** Means of heads that were trained with labels dealt at random: a figure far above chance would be a leak. */
  readonly shuffledLabels: RankFigures;
}

export interface SplitOptions {
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly transactionsPerDay: number;
  readonly detectors: readonly Detector[];
  onStep(step: string): void;
}

interface Split {
  readonly train: RowTable;
  readonly calibrate: RowTable;
  readonly attacks: RowTable;
  readonly testAttacks: JudgedRows;
  readonly testBackground: JudgedRows;
}

/** Trains anew on what is before the split, with each seed, and judges on what comes after: the shipped model is never used. */
export async function judgeOwnSplit(
  runtime: ModelRuntime,
  attacks: readonly ReducedTransaction[],
  background: readonly ReducedTransaction[],
  options: SplitOptions,
): Promise<SplitFigures> {
  const split = splitOf(attacks, background, options.detectors);
  const seeds: SeedFigures[] = [];
  let ofFirst: Judged | null = null;
  for (const seed of options.seeds) {
    options.onStep(`training with seed ${seed}`);
    const judged = await trainAndJudge(runtime, split, seed, options);
    ofFirst ??= judged;
    seeds.push({ seed, ...judged.figures });
  }
  const [first = 7] = options.seeds;
  const withoutGroup: Partial<Record<(typeof ABLATED)[number], RankFigures>> = {};
  for (const group of ABLATED) {
    options.onStep(`training without group ${group}`);
    const { auc, recall } = (await trainAndJudge(runtime, without(split, group), first, options, ofFirst?.sequence)).figures;
    withoutGroup[group] = { auc, recall };
  }
  options.onStep('training with labels dealt at random');
  return {
    develop: { attacks: split.attacks.rows, train: split.train.rows, calibrate: split.calibrate.rows },
    seeds,
    withoutGroup: withoutGroup as SplitFigures['withoutGroup'],
    trivial: {
      frames: byColumn(split, 'C02_n_calls_log'),
      'value sent': byColumn(split, 'A01_value_log'),
      'rules alone': byColumn(split, 'R01_exploit_severity'),
    },
    shuffledLabels: dealLabels(split, first),
  };
}

function splitOf(attacks: readonly ReducedTransaction[], background: readonly ReducedTransaction[], detectors: readonly Detector[]): Split {
  // One attack has no date; the study put it before the split.
  const isBefore = ({ at }: ReducedTransaction) => at !== null && at < SPLIT_AT;
  const isTest = ({ at }: ReducedTransaction) => at !== null && at >= SPLIT_AT && at < TEST_UNTIL;
  const develop = reducedTable(
    [...background.filter(isBefore)].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)),
    detectors,
  );
  const developAttacks = attacks.filter((attack) => attack.at === null || isBefore(attack));
  const judged = (transactions: readonly ReducedTransaction[]): JudgedRows => ({
    transactions,
    table: reducedTable(transactions, detectors),
  });
  const [testAttacks, testBackground] = [judged(attacks.filter(isTest)), judged(background.filter(isTest))];
  if (develop.rows < 1_000 || developAttacks.length === 0 || testAttacks.table.rows === 0 || testBackground.table.rows === 0)
    throw new FatalError(
      'too-few-rows',
      `A split at 2021-07-01 needs attacks and blocks with traces before and after it: there are ${developAttacks.length} attacks and ${develop.rows} transactions before, ${testAttacks.table.rows} and ${testBackground.table.rows} after. Give --attacks and --background to have the champion judged instead.`,
    );
  const { early, late } = splitByTime(develop, CALIBRATION_SHARE);
  return {
    train: pickRows(develop, early),
    calibrate: pickRows(develop, late),
    attacks: reducedTable(developAttacks, detectors),
    testAttacks,
    testBackground,
  };
}

interface Judged {
  readonly figures: ModelFigures;
  readonly sequence: SequenceModel | null;
}

/** `sequence`: trained on the same calls before; features do not change it. */
async function trainAndJudge(
  runtime: ModelRuntime,
  split: Split,
  seed: number,
  options: SplitOptions,
  sequence?: SequenceModel | null,
): Promise<Judged> {
  const { train, calibrate, attacks } = split;
  const trained = await trainModel({ train, calibrate, calls: { train, calibrate }, attacks }, runtime, {
    seed,
    epochs: options.epochs,
    transactionsPerDay: options.transactionsPerDay,
    trainedUntil: SPLIT_AT,
    ...(sequence === undefined ? {} : { sequence }),
  });
  const { scorer, dispose } = loadScorer(runtime, { ...trained.bundle, id: `split-2021-07-01-seed-${seed}` }, trained.layers);
  const figures = judgeModel(scorer, split.testAttacks, split.testBackground);
  dispose();
  return { figures, sequence: trained.bundle.sequence };
}

/** The same split as if nobody could compute a group; what says that there is a trace at all stays. */
function without(split: Split, group: string): Split {
  const hide = (table: RowTable): RowTable => {
    const [known, values] = [Uint8Array.from(table.known), Float32Array.from(table.values)];
    for (const [column, feature] of FEATURES.entries()) {
      if (feature.group !== group) continue;
      for (let row = 0; row < table.rows; row += 1) {
        values[row * FEATURES.length + column] = 0;
        if (feature.id !== 'C02_n_calls_log') known[row * FEATURES.length + column] = 0;
      }
    }
    return { ...table, known, values };
  };
  const hidden = ({ transactions, table }: JudgedRows): JudgedRows => ({ transactions, table: hide(table) });
  return {
    train: hide(split.train),
    calibrate: hide(split.calibrate),
    attacks: hide(split.attacks),
    testAttacks: hidden(split.testAttacks),
    testBackground: hidden(split.testBackground),
  };
}

/** Heads of labels dealt at random among the attacks and the background before the split: as many attacks as there are, but of anything. */
function dealLabels({ train, attacks, testAttacks, testBackground }: Split, seed: number): RankFigures {
  const random = seededRandom(seed);
  const all = joinTables([attacks, train]);
  const figures = Array.from({ length: DEALS }, () => {
    const dealt = new Set<number>();
    while (dealt.size < attacks.rows) dealt.add(Math.floor(random() * all.rows));
    const rows = Array.from({ length: all.rows }, (_, row) => row);
    const [ours, theirs] = [rows.filter((row) => dealt.has(row)), rows.filter((row) => !dealt.has(row))];
    const head = fitHead(pickRows(all, ours), pickRows(all, theirs));
    const scored = ({ transactions, table }: JudgedRows) => {
      const scores = headScores(head, table.values, table.known, table.rows);
      return transactions.map(({ frames }, row) => ({ frames, score: scores[row] ?? 0 }));
    };
    return rank(scored(testAttacks), scored(testBackground));
  });
  const mean = (of: (one: RankFigures) => number | null | undefined) => figures.reduce((sum, one) => sum + (of(one) ?? 0), 0) / DEALS;
  return {
    auc: {
      all: mean(({ auc }) => auc.all),
      complexBenign: mean(({ auc }) => auc.complexBenign),
      sizeMatched: mean(({ auc }) => auc.sizeMatched),
    },
    recall: Object.fromEntries(['0.001', '0.01'].map((rate) => [rate, mean(({ recall }) => recall[rate])])),
  };
}

function byColumn({ testAttacks, testBackground }: Split, id: string): RankFigures {
  const column = FEATURES.findIndex((feature) => feature.id === id);
  const scored = ({ transactions, table }: JudgedRows) =>
    transactions.map(({ frames }, row) => ({ frames, score: table.values[row * FEATURES.length + column] ?? 0 }));
  return rank(scored(testAttacks), scored(testBackground));
}
