import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ReadTransactions,
  type ReducedTransaction,
  readAttacks,
  readBackground,
  reducedTable,
} from '../../../ml/datasets/reduced-rows.js';
import { judgeModel, type ModelFigures } from '../../../ml/evaluate/model/judge-model.js';
import { judgeOwnSplit } from '../../../ml/evaluate/model/own-split.js';
import { reportOf } from '../../../ml/evaluate/model/report.js';
import { packageRoot } from '../../adapters/migrations.js';
import { openModelRuntime } from '../../adapters/model-runtime/open-model-runtime.js';
import { FatalError } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { loadConfig } from '../platform/config.js';
import { openScorer } from '../platform/open-scorer.js';
import { type Progress, startProgress } from './progress.js';

export interface EvaluateModelFlags {
  readonly attacks?: string;
  readonly background?: string;
  readonly seeds: number;
  readonly epochs: number;
  /** Where the report goes; only of a model trained here. */
  readonly report?: string;
  readonly json?: string;
}

const MAINNET = 1;
const SHARED = path.join(packageRoot(), '../shared/data');
/** Transactions a day on Ethereum, which the alert budget is counted in. */
const MAINNET_TRANSACTIONS_A_DAY = 1_500_000;

/**
 * `tocsin evaluate`: how well the score ranks attacks above ordinary transactions. With --attacks or --background the champion is judged as it is; without, a model is
 * trained on the shared data before its split and judged on what comes after, and ml/REPORT.md is written.
 */
export async function evaluateModel(flags: EvaluateModelFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const isGiven = flags.attacks !== undefined || flags.background !== undefined;
  const attacks = readAttacks(folderOf('--attacks', flags.attacks, 'attacks/traces'));
  const background = readWithProgress(folderOf('--background', flags.background, 'replay'));
  tellUnreadable(attacks, background);
  const unreadable = [...attacks.unreadable, ...background.unreadable];
  if (isGiven) {
    const figures = await judgeChampion(attacks.transactions, background.transactions, env);
    process.stdout.write(`${linesOf('champion', figures).join('\n')}\n`);
    writeJson(flags.json, { ...figures, unreadable });
    return;
  }
  const { runtime, note } = await openModelRuntime(loadConfig(env).modelRuntime, 'train');
  process.stderr.write(`${note}\n`);
  const split = await judgeOwnSplit(runtime, attacks.transactions, background.transactions, {
    seeds: Array.from({ length: flags.seeds }, (_, i) => 7 + i),
    epochs: flags.epochs,
    transactionsPerDay: MAINNET_TRANSACTIONS_A_DAY,
    detectors: CATALOGUE,
    onStep: (step) => process.stderr.write(`${step}\n`),
  });
  runtime.close();
  for (const run of split.seeds) process.stdout.write(`${linesOf(`seed ${run.seed}`, run).join('\n')}\n`);
  const command = `npx tocsin evaluate --seeds ${flags.seeds} --epochs ${flags.epochs}`;
  const report = flags.report ?? path.join(packageRoot(), 'ml/REPORT.md');
  writeFileSync(report, reportOf(split, `${runtime.name} ${runtime.version}`, command));
  process.stdout.write(`report: ${report}\n`);
  const [first] = split.seeds;
  writeJson(flags.json, { ...first, ...split, seeds: split.seeds.map(({ perIncident: _, ...run }) => run), unreadable });
}

function folderOf(flag: string, given: string | undefined, shared: string): string {
  const folder = given ?? path.join(SHARED, shared);
  if (!existsSync(folder))
    throw new FatalError(
      'no-data',
      `${flag} ${folder}: no such folder. Give a folder of ${shared === 'replay' ? 'recorded blocks' : 'call traces'}.`,
    );
  return folder;
}

function readWithProgress(folder: string): ReadTransactions {
  let progress: Progress | null = null;
  const read = readBackground(folder, (done, all) => {
    progress ??= startProgress('reading blocks', all);
    progress.update(done);
    if (done === all) progress.stop();
  });
  return read;
}

async function judgeChampion(
  attacks: readonly ReducedTransaction[],
  background: readonly ReducedTransaction[],
  env: NodeJS.ProcessEnv,
): Promise<ModelFigures> {
  const scoring = await openScorer(loadConfig(env));
  try {
    const scorer = scoring.scorerOf(MAINNET);
    if (scorer === null) throw new FatalError('no-model', scoring.note);
    const judged = (transactions: readonly ReducedTransaction[]) => ({ transactions, table: reducedTable(transactions, CATALOGUE) });
    return judgeModel(scorer, judged(attacks), judged(background));
  } finally {
    scoring.close();
  }
}

function tellUnreadable(...read: readonly ReadTransactions[]): void {
  for (const { unreadable } of read) for (const line of unreadable) process.stderr.write(`unreadable: ${line}\n`);
}

function writeJson(file: string | undefined, figures: object): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}

function linesOf(
  title: string,
  { attacks, background, complexBackground, auc, recall, intervals, bySize, byPart, byBudget }: ModelFigures,
): readonly string[] {
  const share = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(3));
  const parts = Object.entries(byPart).map(([name, own]) => `${name} ${share(own.auc.all)} and ${share(own.auc.complexBenign)}`);
  const budgets = byBudget.map(
    ({ budget, atMainnetRate, attacksAbove }) =>
      `of ${budget}: ${Math.round(atMainnetRate)} a day at mainnet's rate, ${attacksAbove} attacks above`,
  );
  return [
    `${title}: ${attacks} attacks (${bySize.big.attacks} of 20 frames and more) among ${background} transactions (${complexBackground} of 20 frames and more)`,
    `  AUC against all ${share(auc.all)}, against complex ones ${share(auc.complexBenign)}, within like sizes ${share(auc.sizeMatched)}`,
    `  recall at 0.1 % false positives ${share(recall['0.001'])} (${(intervals['0.001'] ?? []).map((edge) => edge.toFixed(2)).join('–')}), at 1 % ${share(recall['0.01'])}; of big attacks ${share(bySize.big.recall['0.001'])}, of small ones ${share(bySize.small.recall['0.001'])}`,
    `  parts alone, against all and complex ones: ${parts.join('; ')}`,
    `  at a budget ${budgets.join('; ')}`,
  ];
}
