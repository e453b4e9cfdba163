import { PARTS } from '../../../src/core/score/model-bundle.js';
import type { Scorer } from '../../../src/core/score/scorer.js';
import { budgetRisk, combineCauchy } from '../../../src/core/score/tail.js';
import { auc, recallAt, sizeMatchedAuc, wilson } from './metrics.js';
import { featuresOf, type ReducedTransaction } from './reduced-rows.js';

/** From so many frames on a transaction is complex, and an attack big. */
const COMPLEX_FRAMES = 20;
const BUDGETS = [1, 5, 20] as const;

interface ScoredTransaction {
  readonly frames: number;
  /** Larger is stranger; finer than the risk, which ends at 100. */
  readonly score: number;
  readonly risk: number;
  /** −log₁₀ p of each part. */
  readonly parts: readonly number[];
}

export interface SizeFigures {
  readonly attacks: number;
  readonly auc: number | null;
  readonly recall: Readonly<Record<string, number | null>>;
}

export interface ModelFigures {
  readonly modelId: string;
  readonly attacks: number;
  readonly background: number;
  readonly complexBackground: number;
  readonly auc: { readonly all: number | null; readonly complexBenign: number | null; readonly sizeMatched: number | null };
  readonly recall: Readonly<Record<string, number | null>>;
  /** Of the recalls, at 95 %. */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  readonly bySize: { readonly big: SizeFigures; readonly small: SizeFigures };
  /** AUC of each part alone, against all and against complex. */
  readonly byPart: Readonly<Record<string, { readonly all: number | null; readonly complexBenign: number | null }>>;
  readonly alertsPerDay: {
    readonly transactionsPerDay: number;
    /** Background above each budget's line, extrapolated to a day; and attacks above it. */
    readonly atMainnetRate: Readonly<Record<string, number>>;
    readonly budget: readonly number[];
    readonly attacksAbove: Readonly<Record<string, number>>;
  };
  /** Rank among the background: 1 is above all of it. */
  readonly perIncident: readonly {
    readonly id: string;
    readonly incident: string | null;
    readonly frames: number;
    readonly risk: number;
    readonly rank: number;
  }[];
}

const RATES = [0.001, 0.01] as const;

/** What a scorer makes of attacks among background, both reduced to the same input. Nothing is fitted to either. */
export function judgeModel(
  scorer: Scorer,
  attacks: readonly ReducedTransaction[],
  background: readonly ReducedTransaction[],
): ModelFigures {
  const [hits, others] = [scoreAll(scorer, attacks), scoreAll(scorer, background)];
  const isComplex = ({ frames }: { readonly frames: number }) => frames >= COMPLEX_FRAMES;
  const scores = (rows: readonly ScoredTransaction[]) => rows.map(({ score }) => score);
  const [big, small] = [hits.filter(isComplex), hits.filter((row) => !isComplex(row))];
  const complex = others.filter(isComplex);
  const recall = (of: readonly ScoredTransaction[]) =>
    Object.fromEntries(RATES.map((rate) => [String(rate), recallAt(rate, scores(of), scores(others))]));
  const size = (of: readonly ScoredTransaction[]): SizeFigures => ({
    attacks: of.length,
    auc: auc(scores(of), scores(others)),
    recall: recall(of),
  });
  const { transactionsPerDay } = scorer.bundle;
  const lines = BUDGETS.map((budget) => [String(budget), budgetRisk(transactionsPerDay, budget)] as const);
  const above = (rows: readonly ScoredTransaction[], line: number) => rows.filter(({ risk }) => risk >= line).length;
  const overall = recall(hits);
  return {
    modelId: scorer.bundle.id,
    attacks: hits.length,
    background: others.length,
    complexBackground: complex.length,
    auc: {
      all: auc(scores(hits), scores(others)),
      complexBenign: auc(scores(big), scores(complex)),
      sizeMatched: sizeMatchedAuc(big, complex),
    },
    recall: overall,
    intervals: Object.fromEntries(
      RATES.map((rate) => [String(rate), wilson(Math.round((overall[String(rate)] ?? 0) * hits.length), hits.length)]),
    ),
    bySize: { big: size(big), small: size(small) },
    byPart: Object.fromEntries(
      PARTS.map((name, part) => {
        const own = (rows: readonly ScoredTransaction[]) => rows.map(({ parts }) => parts[part] ?? 0);
        return [name, { all: auc(own(hits), own(others)), complexBenign: auc(own(big), own(complex)) }];
      }),
    ),
    alertsPerDay: {
      transactionsPerDay,
      atMainnetRate: Object.fromEntries(
        lines.map(([budget, line]) => [budget, (above(others, line) / Math.max(1, others.length)) * transactionsPerDay]),
      ),
      budget: BUDGETS,
      attacksAbove: Object.fromEntries(lines.map(([budget, line]) => [budget, above(hits, line)])),
    },
    perIncident: attacks.map(({ hash, incident, frames }, i) => {
      const own = hits[i]?.score ?? 0;
      return { id: hash, incident, frames, risk: hits[i]?.risk ?? 0, rank: 1 + others.filter(({ score }) => score >= own).length };
    }),
  };
}

function scoreAll(scorer: Scorer, transactions: readonly ReducedTransaction[]): readonly ScoredTransaction[] {
  const { risk, parts } = scorer.score(featuresOf(transactions));
  return transactions.map(({ frames }, row) => {
    const pValues = PARTS.map((_, part) => parts[row * PARTS.length + part] ?? 1);
    return { frames, score: -Math.log10(combineCauchy(pValues)), risk: risk[row] ?? 0, parts: pValues.map((p) => -Math.log10(p)) };
  });
}
