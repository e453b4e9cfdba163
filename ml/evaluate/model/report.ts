import { PARTS } from '../../../src/core/score/model-bundle.js';
import { PART_WEIGHTS } from '../../train/train-model.js';
import type { RankFigures } from './judge-model.js';
import { DEALS, type SeedFigures, type SplitFigures } from './own-split.js';

const GROUP_NAMES = {
  A: 'A, value and calldata',
  C: 'C, shape of the calls',
  G: 'G, flows of value',
  R: 'R, what detectors found',
} as const;

const RATE = '0.001';
/** Attacks of the test span that are recorded, against the days it lasts: a lower bound of how often one happens. */
const TEST_DAYS = 549;

/** The report of a judged split as Markdown: every figure with the command that makes it. */
export function reportOf(split: SplitFigures, runtime: string, command: string): string {
  const { seeds, develop } = split;
  const [first] = seeds;
  if (first === undefined) throw new Error('a report needs a seed');
  return `# How well the score ranks attacks

All figures: \`${command}\` (${runtime}). It trains on recorded attacks and blocks before 2021-07-01, calibrates on the last 40 % of those blocks, and judges on
attacks and blocks from then to the end of 2022. The shipped model is never used here: its head has seen all of these attacks.

- **Develop:** ${develop.attacks} attacks; ${develop.train} transactions to train on, ${develop.calibrate} later ones to calibrate on. **Test:** ${first.attacks} attacks, of which ${first.bySize.big.attacks} big (20 frames and more); ${first.background} ordinary transactions, of which ${first.complexBackground} complex (20 frames and more).
- **Same input on both sides.** Everything is reduced to its call trace; logs, receipts, gas, failures, position and history are masked on both sides. Every attack is an incident of its own. A shuffle of the sources finds AUC .5 for every mask (\`test/ml/evaluate-model.test.ts\`).
- **What is not clean.** The detectors whose findings the head reads were written with all of these attacks in view: group R is in-sample on the test span. The row "without R" is what the rest does alone. The weights of the parts (${PARTS.map((part) => `${part} ${PART_WEIGHTS['calls-only'][part]}`).join(', ')}) and the head's ridge were chosen by five folds on the attacks before the split. The test span was looked at twelve times while the model was made: five times for features and trivial orders, twice for the head and its combination, three times for segments and the weight of the autoencoder, once for the second stage, once for this report.
- Blocks of the recorded tiers are no random sample (tier D was picked for arbitrage). With ${first.background} ordinary transactions, 0.1 % is ${Math.floor(first.background / 1_000)} of them; lower rates cannot be measured.

## Five seeds

${table(
  [
    'seed',
    'AUC all',
    'AUC complex',
    'AUC size-matched',
    'recall at 0.1 % [Wilson 95 %]',
    'recall at 1 %',
    'big at 0.1 %',
    'small at 0.1 %',
  ],
  [
    ...seeds.map((run) => [String(run.seed), ...rankCells(run), ...recallCells(run)]),
    ['mean', ...meanCells(seeds)],
    ['asked for', '≥ .975', '≥ .98', '≥ .95', '≥ .70', '', '', ''],
  ],
)}

## Each part, and the whole without it (seed ${first.seed})

${table(
  ['', 'AUC all', 'AUC complex', 'AUC size-matched', 'recall at 0.1 %'],
  [
    ['**all parts**', ...figureCells(first)],
    ...PARTS.map((part) => [`${part} alone`, ...figureCells(first.byPart[part])]),
    ...PARTS.map((part) => [`without ${part}`, ...figureCells(first.withoutPart[part])]),
  ],
)}

${verdicts(first)}
${unweighted(first)}
- Against all, the head alone ranks as well as the whole or better at the lowest rates; the whole is better where no rule speaks: see "without R".

## Each group of features, left out and trained again (seed ${first.seed})

${table(
  ['', 'AUC all', 'AUC complex', 'AUC size-matched', 'recall at 0.1 %'],
  Object.entries(split.withoutGroup).map(([group, figures]) => [
    `without ${GROUP_NAMES[group as keyof typeof GROUP_NAMES]}`,
    ...figureCells(figures),
  ]),
)}

Groups B, D, E and F (logs, sender, contract, graph) are masked here: no recording of an attack has them.

## Without a model, and without knowledge

${table(
  ['', 'AUC all', 'AUC complex', 'AUC size-matched', 'recall at 0.1 %'],
  [
    ...Object.entries(split.trivial).map(([name, figures]) => [name, ...figureCells(figures)]),
    [`head, labels dealt at random (mean of ${DEALS})`, ...figureCells(split.shuffledLabels)],
  ],
)}

Below .5 the dealt labels rank backwards: most of what was dealt is small, so that what is large looks ordinary to such a head. A leak would put it far above.

## Alerts a day

Lines of risk by budget, at 1.5 million transactions a day. "Above" of the ordinary transactions is extrapolated: one of ${first.background} stands for ${Math.round(A_DAY / first.background)} a day. Precision takes the
${first.attacks} recorded attacks of ${TEST_DAYS} days for all there were: ${(first.attacks / TEST_DAYS).toFixed(3)} a day. Where none is above, precision is what three would give: none
among so many allows for that at 95 %.

${table(
  ['budget a day', 'ordinary above', 'that is a day', 'attacks above', 'precision'],
  first.byBudget.map(({ budget, backgroundAbove, atMainnetRate, attacksAbove }) => [
    String(budget),
    `${backgroundAbove} of ${first.background}`,
    atMainnetRate.toFixed(0),
    `${attacksAbove} of ${first.attacks}`,
    precisionCell(attacksAbove / TEST_DAYS, backgroundAbove, first.background),
  ]),
)}

## Every incident (seed ${first.seed})

Rank among the ordinary transactions: 1 is above all of them. Missed at 0.1 %: a rank above ${Math.floor(first.background / 1_000)}.

${table(
  ['incident', 'transaction', 'frames', 'risk', 'rank', ''],
  [...first.perIncident]
    .sort((a, b) => a.rank - b.rank)
    .map(({ incident, id, frames, risk, rank }) => [
      incident ?? '–',
      `\`${id.slice(0, 10)}…\``,
      String(frames),
      String(risk),
      String(rank),
      rank > Math.floor(first.background / 1_000) ? `missed${frames < 20 ? ': few calls, nothing that a rule names' : ''}` : '',
    ]),
)}
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function share(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3).replace(/^0/, '');
}

const rankCells = ({ auc }: RankFigures) => [share(auc.all), share(auc.complexBenign), share(auc.sizeMatched)];
const figureCells = (figures: RankFigures) => [...rankCells(figures), share(figures.recall[RATE])];

function recallCells({ recall, intervals, bySize }: SeedFigures): readonly string[] {
  const [low, high] = intervals[RATE] ?? [0, 1];
  return [
    `${share(recall[RATE])} [${low.toFixed(2)}–${high.toFixed(2)}]`,
    share(recall['0.01']),
    share(bySize.big.recall[RATE]),
    share(bySize.small.recall[RATE]),
  ];
}

function meanCells(seeds: readonly SeedFigures[]): readonly string[] {
  const mean = (of: (run: SeedFigures) => number | null | undefined) =>
    share(seeds.reduce((sum, run) => sum + (of(run) ?? 0), 0) / seeds.length);
  return [
    mean(({ auc }) => auc.all),
    mean(({ auc }) => auc.complexBenign),
    mean(({ auc }) => auc.sizeMatched),
    mean(({ recall }) => recall[RATE]),
    mean(({ recall }) => recall['0.01']),
    mean(({ bySize }) => bySize.big.recall[RATE]),
    mean(({ bySize }) => bySize.small.recall[RATE]),
  ];
}

/** What the tables say in words, worked out from them. */
function verdicts(run: SeedFigures): string {
  return PARTS.filter((part) => PART_WEIGHTS['calls-only'][part] > 0)
    .map((part) => `- The ${part} adds ${difference(run, run.withoutPart[part])}.`)
    .join('\n');
}

/** What has no weight, and what it would do. */
function unweighted(run: SeedFigures): string {
  return PARTS.filter((part) => PART_WEIGHTS['calls-only'][part] === 0)
    .map(
      (part) =>
        `- The ${part} has no weight where only the calls are known: with a weight of 1 it would add ${difference(run.withPart[part], run)}.`,
    )
    .join('\n');
}

function difference(one: RankFigures, other: RankFigures): string {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${share(Math.abs(value))}`;
  const [all, complex, recall] = [
    (one.auc.all ?? 0) - (other.auc.all ?? 0),
    (one.auc.complexBenign ?? 0) - (other.auc.complexBenign ?? 0),
    (one.recall[RATE] ?? 0) - (other.recall[RATE] ?? 0),
  ];
  return `${signed(all)} to the AUC against all, ${signed(complex)} against complex ones, ${signed(recall)} to the recall at 0.1 %`;
}

const A_DAY = 1_500_000;
/** Nothing seen among n may be three: 95 % of the time it is no more (rule of three). */
const UNSEEN = 3;

/** Where no ordinary transaction was above the line, the least that the sample allows to say. */
function precisionCell(attacksPerDay: number, above: number, background: number): string {
  const othersPerDay = ((above === 0 ? UNSEEN : above) / background) * A_DAY;
  return `${above === 0 ? '≥ ' : ''}${precision(attacksPerDay, othersPerDay)}`;
}

function precision(attacksPerDay: number, othersPerDay: number): string {
  const whole = attacksPerDay + othersPerDay;
  return whole === 0 ? '–' : (attacksPerDay / whole).toPrecision(2);
}
