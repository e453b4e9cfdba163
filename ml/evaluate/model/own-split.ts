import { FatalError } from '../../../src/core/errors.js';
import { Scorer } from '../../../src/core/score/scorer.js';
import type { ModelRuntime } from '../../../src/ports/model-runtime.js';
import { pickRows, type RowTable } from '../../datasets/recorded-rows.js';
import { splitByTime } from '../../train/sample.js';
import { trainModel } from '../../train/train-model.js';
import { judgeModel, type ModelFigures } from './judge-model.js';
import { featuresOf, type ReducedTransaction } from './reduced-rows.js';

/** What is earlier develops, what is later tests: the split of the study of traces. */
export const SPLIT_AT = Date.parse('2021-07-01T00:00:00Z') / 1_000;
/** What is later than this is for acceptance alone. */
export const TEST_UNTIL = Date.parse('2023-01-01T00:00:00Z') / 1_000;
const CALIBRATION_SHARE = 0.4;

export interface SeedFigures extends ModelFigures {
  readonly seed: number;
}

/** Trains anew on the background before the split, without labels, with each seed, and judges on what comes after: the shipped model is never used. */
export async function judgeOwnSplit(
  runtime: ModelRuntime,
  attacks: readonly ReducedTransaction[],
  background: readonly ReducedTransaction[],
  options: { readonly seeds: readonly number[]; readonly epochs: number; readonly transactionsPerDay: number; onSeed(seed: number): void },
): Promise<readonly SeedFigures[]> {
  const isBefore = ({ at }: ReducedTransaction) => at !== null && at < SPLIT_AT;
  const isTest = ({ at }: ReducedTransaction) => at !== null && at >= SPLIT_AT && at < TEST_UNTIL;
  const develop = tableOf([...background.filter(isBefore)].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)));
  const [testAttacks, testBackground] = [attacks.filter(isTest), background.filter(isTest)];
  if (develop.rows < 1_000 || testAttacks.length === 0 || testBackground.length === 0)
    throw new FatalError(
      'too-few-rows',
      `A split at 2021-07-01 needs blocks with traces before it and attacks and blocks after it: there are ${develop.rows} transactions before, ${testAttacks.length} attacks and ${testBackground.length} transactions after. Give --attacks and --background to have the champion judged instead.`,
    );
  const split = splitByTime(develop, CALIBRATION_SHARE);
  const figures: SeedFigures[] = [];
  for (const seed of options.seeds) {
    options.onSeed(seed);
    const trained = await trainModel(pickRows(develop, split.early), pickRows(develop, split.late), runtime, {
      seed,
      epochs: options.epochs,
      transactionsPerDay: options.transactionsPerDay,
      trainedUntil: SPLIT_AT,
    });
    const network = runtime.load(trained.layers);
    const scorer = new Scorer({ ...trained.bundle, id: `split-2021-07-01-seed-${seed}` }, (scaled, rows) => network.run(scaled, rows));
    figures.push({ seed, ...judgeModel(scorer, testAttacks, testBackground) });
    network.dispose();
  }
  return figures;
}

function tableOf(transactions: readonly ReducedTransaction[]): RowTable {
  return {
    ...featuresOf(transactions),
    timestamps: Float64Array.from(transactions, ({ at }) => at ?? 0),
    senders: transactions.map(({ tx }) => tx.from),
    functions: transactions.map(({ tx }) => `${tx.to}${tx.decoded.selector ?? ''}`),
    firstBlock: 0,
    lastBlock: 0,
  };
}
