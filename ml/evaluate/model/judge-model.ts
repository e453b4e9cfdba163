import { INPUT_KINDS } from '../../../src/core/score/input-kind.js';
import { PARTS, type Part } from '../../../src/core/score/model-bundle.js';
import type { Scorer } from '../../../src/core/score/scorer.js';
import { budgetRisk, combineCauchy } from '../../../src/core/score/tail.js';
import type { RowTable } from '../../datasets/recorded-rows.js';
import type { ReducedTransaction } from '../../datasets/reduced-rows.js';
import { auc, recallAt, sizeMatchedAuc, wilson } from './metrics.js';

/** From so many frames on a transaction is complex, and an attack big. */
export const COMPLEX_FRAMES = 20;
const CALLS_ONLY = INPUT_KINDS.indexOf('calls-only');
const BUDGETS = [1, 5, 20] as const;
/** The budget that the product alerts by. */
const USUAL_BUDGET = 5;
const RATES = [0.001, 0.01] as const;

/** Transactions, and the same as rows. */
export interface JudgedRows {
  readonly transactions: readonly ReducedTransaction[];
  readonly table: RowTable;
}

export interface RankFigures {
  readonly auc: { readonly all: number | null; readonly complexBenign: number | null; readonly sizeMatched: number | null };
  /** By false positive rate. */
  readonly recall: Readonly<Record<string, number | null>>;
}

export interface SizeFigures {
  readonly attacks: number;
  readonly auc: number | null;
  readonly recall: Readonly<Record<string, number | null>>;
}

export interface BudgetFigures {
  /** Alerts a day that were asked for. */
  readonly budget: number;
  readonly backgroundAbove: number;
  /** The same share of a day's transactions. */
  readonly atMainnetRate: number;
  readonly attacksAbove: number;
}

export interface ModelFigures extends RankFigures {
  readonly modelId: string;
  readonly attacks: number;
  readonly background: number;
  readonly complexBackground: number;
  /** Of the recalls, at 95 %. */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  readonly bySize: { readonly big: SizeFigures; readonly small: SizeFigures };
  /** Each part alone. */
  readonly byPart: Readonly<Record<Part, RankFigures>>;
  /** The combination without each part. */
  readonly withoutPart: Readonly<Record<Part, RankFigures>>;
  /** The combination with each part at a weight of at least 1: what one that has none would do. */
  readonly withPart: Readonly<Record<Part, RankFigures>>;
  readonly alertsPerDay: { readonly atMainnetRate: number; readonly budget: number; readonly transactionsPerDay: number };
  readonly byBudget: readonly BudgetFigures[];
  /** Rank among the background: 1 is above all of it. */
  readonly perIncident: readonly {
    readonly id: string;
    readonly incident: string | null;
    readonly frames: number;
    readonly risk: number;
    readonly rank: number;
  }[];
}

interface Scored {
  readonly frames: number;
  /** Larger is stranger; finer than the risk, which ends at 100. */
  readonly score: number;
}

/** How well scores put attacks above background. */
export function rank(attacks: readonly Scored[], background: readonly Scored[]): RankFigures {
  const scores = (rows: readonly Scored[]) => rows.map(({ score }) => score);
  const [big, complex] = [attacks.filter(isComplex), background.filter(isComplex)];
  return {
    auc: {
      all: auc(scores(attacks), scores(background)),
      complexBenign: auc(scores(big), scores(complex)),
      sizeMatched: sizeMatchedAuc(big, complex),
    },
    recall: Object.fromEntries(RATES.map((rate) => [String(rate), recallAt(rate, scores(attacks), scores(background))])),
  };
}

const isComplex = ({ frames }: { readonly frames: number }) => frames >= COMPLEX_FRAMES;

/** What a scorer makes of attacks among background, both reduced to the same input. Nothing is fitted to either. */
export function judgeModel(scorer: Scorer, attacks: JudgedRows, background: JudgedRows): ModelFigures {
  const [ours, theirs] = [scorer.score(attacks.table), scorer.score(background.table)];
  const by = (score: (parts: Float32Array, row: number) => number, of: 'attacks' | 'background'): readonly Scored[] => {
    const { parts } = of === 'attacks' ? ours : theirs;
    const { transactions } = of === 'attacks' ? attacks : background;
    return transactions.map(({ frames }, row) => ({
      frames,
      score: score(parts.subarray(row * PARTS.length, (row + 1) * PARTS.length), row),
    }));
  };
  const ranked = (score: (parts: Float32Array) => number) => rank(by(score, 'attacks'), by(score, 'background'));
  const hits = by((_, row) => ours.surprise[row] ?? 0, 'attacks');
  const others = by((_, row) => theirs.surprise[row] ?? 0, 'background');
  const overall = rank(hits, others);
  const size = (of: readonly Scored[]): SizeFigures => {
    const { auc: areas, recall } = rank(of, others);
    return { attacks: of.length, auc: areas.all, recall };
  };
  const { transactionsPerDay, weights } = scorer.bundle;
  const weighed = (weightOf: (weight: number, part: number) => number) => {
    const others = (weights[CALLS_ONLY] ?? []).map(weightOf);
    return ranked((parts) => -Math.log10(combineCauchy(parts, others)));
  };
  const byBudget = BUDGETS.map((budget): BudgetFigures => {
    const line = budgetRisk(transactionsPerDay, budget);
    const above = (risks: Float32Array) => risks.filter((risk) => risk >= line).length;
    const backgroundAbove = above(theirs.risk);
    return {
      budget,
      backgroundAbove,
      atMainnetRate: (backgroundAbove / Math.max(1, others.length)) * transactionsPerDay,
      attacksAbove: above(ours.risk),
    };
  });
  return {
    modelId: scorer.bundle.id,
    attacks: hits.length,
    background: others.length,
    complexBackground: others.filter(isComplex).length,
    ...overall,
    intervals: Object.fromEntries(
      RATES.map((rate) => [String(rate), wilson(Math.round((overall.recall[String(rate)] ?? 0) * hits.length), hits.length)]),
    ),
    bySize: { big: size(hits.filter(isComplex)), small: size(hits.filter((row) => !isComplex(row))) },
    // Who is not asked finds nothing strange.
    byPart: ofParts((part) => ranked((parts) => (Number.isNaN(parts[part] ?? Number.NaN) ? 0 : -Math.log10(parts[part] ?? 1)))),
    withoutPart: ofParts((part) => weighed((weight, i) => (i === part ? 0 : weight))),
    withPart: ofParts((part) => weighed((weight, i) => (i === part ? Math.max(1, weight) : weight))),
    alertsPerDay: {
      atMainnetRate: byBudget.find(({ budget }) => budget === USUAL_BUDGET)?.atMainnetRate ?? 0,
      budget: USUAL_BUDGET,
      transactionsPerDay,
    },
    byBudget,
    perIncident: attacks.transactions.map(({ hash, incident, frames }, i) => {
      const own = hits[i]?.score ?? 0;
      return { id: hash, incident, frames, risk: ours.risk[i] ?? 0, rank: 1 + others.filter(({ score }) => score >= own).length };
    }),
  };
}

function ofParts(figures: (part: number) => RankFigures): Readonly<Record<Part, RankFigures>> {
  return Object.fromEntries(PARTS.map((name, part) => [name, figures(part)])) as Record<Part, RankFigures>;
}
