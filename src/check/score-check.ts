import type { InspectedTransaction } from '../core/detect/detector.js';
import type { BesideChain } from '../core/features/context.js';
import { featuresBefore } from '../core/features/feature-rows.js';
import { SCORE_ALERTS_PER_DAY, WARM_TRANSACTIONS } from '../core/score/alert-line.js';
import { topSurprises } from '../core/score/explain.js';
import type { Scorer } from '../core/score/scorer.js';
import { budgetRisk } from '../core/score/tail.js';
import type { ChainState } from '../core/state/chain-state.js';
import type { SimulationBlock, SimulationEnvironment } from '../ports/simulator.js';
import type { CheckReason } from './reasons.js';

export interface CheckScore {
  /** 0–100. */
  readonly risk: number;
  readonly reasons: readonly CheckReason[];
}

/** The anomaly score of a simulated transaction, as if it were the only one of the next block. The state is read and not changed. */
export function scoreOf(
  tx: InspectedTransaction,
  scorer: Scorer,
  state: ChainState,
  block: SimulationBlock,
  { number, timestamp, coinbase }: SimulationEnvironment,
  beside: BesideChain,
): CheckScore {
  const header = { number, timestamp, miner: coinbase, baseFeePerGasWei: block.baseFeePerGasWei };
  const rows = featuresBefore(header, tx, state, beside);
  const risk = Math.round((scorer.score(rows).risk[0] ?? 0) * 10) / 10;
  const line = budgetRisk(scorer.bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY);
  if (risk < line) return { risk, reasons: [] };
  const isWarm = state.seenTransactions >= WARM_TRANSACTIONS;
  const why = topSurprises(scorer, rows, 0).map(({ isHigh, sentence }) => `Unusually ${isHigh ? 'high' : 'low'}: ${sentence}.`);
  return {
    risk,
    reasons: [
      {
        id: 'score-anomaly',
        text: `It scores ${risk} of 100: the chain rarely sees its like.`,
        severity: isWarm ? 'medium' : 'low',
        address: tx.to,
        evidence: { risk, budgetRisk: line, warm: isWarm, why },
      },
    ],
  };
}
